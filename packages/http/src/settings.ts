import type { Secret, UserPoolId } from '@keepsake/domain'
import type { BoundKey } from './auth/access-key.ts'
import type { BodyBudget } from './body/body-budget.ts'

/** The settings of the HTTP facade. */
export type HttpSettings = {
  readonly pool: UserPoolId
  /** The pool's id as its callers know it, and the secret that they sign with. */
  readonly accessKeyId: string
  readonly accessKeySecret: Secret<string>
  /**
   * Further access keys. Each is bound to one tenant, or belongs to the whole pool, for example while its secret is being
   * changed.
   */
  readonly accessKeys?: readonly BoundKey[]
  /** How far the clock of a signed request may be off, in either direction, in ms. The default is five minutes. */
  readonly skewMs?: number
  /** The largest body of a caller who manages the pool, in bytes. The default is 10 MiB. */
  readonly maxBodyBytes?: number
  /** The largest body of any other caller, in bytes. The default is 16 KiB. */
  readonly maxOpenBodyBytes?: number
  /** How long a body may take to arrive, in milliseconds. The default is half a minute. */
  readonly arrivalMs?: number
  /** The memory budget for bodies. The default is one budget of 64 MiB for the process, shared by all apps. */
  readonly bodies?: BodyBudget
  /**
   * Whether a signed request with a body must carry the body's digest in `x-authing-content-sha256`. The default is
   * `accepted`. The SDKs do not send it.
   */
  readonly contentDigest?: 'accepted' | 'demanded'
  /**
   * The most passwords that one request may have hashed, in addition to the pool's own limit. The default is 50, or fewer if
   * the port's hashes are more work than usual. The reason: an SDK gives up after ten seconds, and sends again what was
   * already written.
   */
  readonly rowsToHash?: number
  /** Draws the URI of an authenticator as a QR code in SVG. If absent, callers get only the URI. */
  readonly qrCode?: (uri: Secret<string>) => Secret<string>
  /**
   * Answers the address of the user who signs in. `env` is what the server passes with the request, for example the
   * connection. Answer `undefined` instead of the address of a proxy: wrong passwords of all callers behind it would count
   * as those of one source.
   */
  readonly clientAddress?: (request: Request, env: unknown) => string | undefined
  /** Called once for every request. The event contains only method and path of what the caller sent. */
  readonly onRequest?: (event: RequestEvent) => void
}

/**
 * Describes one request for an operator's log. `fault` is the cause of an answer 500 or 503. `damaged` lists users that a
 * list has left out because their records cannot be read. `nonceInProcess`: the storage takes no writes, because of `fault`,
 * and a signed read was accepted anyway. Only this process remembers its nonce.
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
