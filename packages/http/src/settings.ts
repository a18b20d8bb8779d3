import type { Secret, UserPoolId } from '@keepsake/domain'
import type { BoundKey } from './auth/access-key.ts'
import type { BodyBudget } from './body/body-budget.ts'

/** What the facade is told about itself. */
export type HttpSettings = {
  readonly pool: UserPoolId
  /** The pool's id in the eyes of its callers, and the secret that they sign with. */
  readonly accessKeyId: string
  readonly accessKeySecret: Secret<string>
  /** Further access keys: of tenants, each bound to its own, or of the pool, while its secret is being changed. */
  readonly accessKeys?: readonly BoundKey[]
  /** How far a signed request's clock may be off, either way; five minutes where absent. */
  readonly skewMs?: number
  /** The largest body of who manages the pool; 10 MiB where absent. */
  readonly maxBodyBytes?: number
  /** The largest body of anybody else; 16 KiB where absent. */
  readonly maxOpenBodyBytes?: number
  /** How long a body may take to arrive, in milliseconds; half a minute where absent. */
  readonly arrivalMs?: number
  /** Where the memory of bodies comes out of; the process's own budget of 64 MiB where absent, shared by all apps. */
  readonly bodies?: BodyBudget
  /**
   * Whether a signed request with a body must carry its digest, `x-authing-content-sha256`: `accepted` where absent. The
   * SDKs do not send it.
   */
  readonly contentDigest?: 'accepted' | 'demanded'
  /**
   * The most passwords that one request may have hashed, beside the pool's own limit. Where absent 50, and fewer where the
   * port's hashes are more work than usual: an SDK gives up after ten seconds, and sends again what was written.
   */
  readonly rowsToHash?: number
  /** Draws the URI of an authenticator as a QR code in SVG; where absent, callers get the URI alone. */
  readonly qrCode?: (uri: Secret<string>) => Secret<string>
  /**
   * The address of who is signing in; `env` is what the server hands over with the request, the connection for one. Say
   * nothing where it would be a proxy's: all that come through it would count as one source of wrong passwords.
   */
  readonly clientAddress?: (request: Request, env: unknown) => string | undefined
  /** Told once for every request. Nothing of what was sent is in it but method and path. */
  readonly onRequest?: (event: RequestEvent) => void
}

/**
 * One request, as an operator may log it. `fault` is the cause of an answer 500 or 503. `damaged`: the users whose records cannot
 * be read, and whom a list has left out. `nonceInProcess`: the storage takes no writes, because of `fault`, and a signed read was let in all
 * the same, whose nonce this process alone remembers.
 */
export type RequestEvent = {
  readonly requestId: string
  readonly method: string
  readonly path: string
  readonly statusCode: number
  readonly apiCode?: number
  readonly durationMs: number
  readonly fault?: unknown
  readonly damaged?: readonly string[]
  readonly nonceInProcess?: true
}
