import type { Failure, Issue, Secret, TransportCiphers, UserId } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Account, Keepsake, TenantKeepsake, Caller } from '@keepsake/app'
import type { Refusal } from '../wire/refusals.ts'
import type { UserDto, UserDtoParts } from '../wire/user-dto.ts'
import type { AuthFailure } from '../auth/auth-failure.ts'
import type { ManagementTokenSettings } from '../auth/management-token.ts'
import type { RouteShape } from '../auth/reading/route-shape.ts'
import type { HttpSettings } from '../settings.ts'

/** What a route works with. */
export type RouteContext = {
  readonly keepsake: Keepsake
  readonly transportCiphers: TransportCiphers
  readonly token: ManagementTokenSettings
  readonly qrCode: HttpSettings['qrCode']
  readonly caller: Caller
  /** The most passwords that one request may have hashed. */
  readonly rowsToHash: number
  /** Writes a user in the form that this caller reads. */
  readonly toUser: (account: Account, parts?: UserDtoParts) => UserDto
  /** The token that the device got at an earlier sign-in, as the caller sends it. It is not checked yet. */
  readonly deviceToken?: string
}

/**
 * What a route that manages users works with. The users are those of one tenant or of the whole pool. The route cannot tell
 * which.
 */
export type ManagementContext = Pick<RouteContext, 'toUser' | 'rowsToHash'> & {
  readonly keepsake: TenantKeepsake
}

/** Headers of an answer by name, for values that have no field in the contract. */
export type SecretHeaders = Readonly<Record<string, Secret<string>>>

/**
 * The answer of a route: `data` for the envelope, with fields that the contract has `beside` it; or a whole body if the
 * contract has no envelope for it.
 */
export type Answer =
  | {
      readonly data?: unknown
      readonly warnings?: readonly Issue[]
      readonly beside?: { readonly recoveryCode: string }
      readonly headers?: SecretHeaders
    }
  | { readonly bare: unknown }

/** The answer of a route that has done its work and has nothing else to say. */
export const done: Answer = { data: { success: true } }

/** Why a route has not done what the request asks for. */
export type RouteFailure = Failure | AuthFailure | Refusal

/**
 * Handles an input. For a POST, `input` is the parsed body. For a GET or DELETE, it is the query and the parameters in the
 * path.
 */
type Answering<Caller extends readonly unknown[], C = RouteContext> = (
  input: unknown,
  context: C,
  ...caller: Caller
) => ResultAsync<Answer, RouteFailure>

/**
 * One endpoint. `access` says who may call it, and what the route learns about the caller. The values are: anyone; a caller
 * who manages users; a signed-in user; a signed-in user who changes the second factor, which needs a stronger proof
 * (`authenticateUser`); the owner of an `mfaToken`, which the route itself redeems; a signed-in user or the owner of an
 * `mfaToken`.
 */
export type Route = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** A part that begins with a colon matches any text. The input has the text under that name. */
  readonly path: string
  /** Whether the route only reads, though it is not a GET. */
  readonly reads?: true
} & (
  | { readonly access: 'open'; readonly answer: Answering<[]> }
  | {
      readonly access: 'management'
      /** What a signed request is checked against. */
      readonly shape: RouteShape
      readonly answer: Answering<[], ManagementContext>
    }
  | { readonly access: 'user' | 'factor-owner'; readonly answer: Answering<[UserId]> }
  | { readonly access: 'mfa-token'; readonly answer: Answering<[Secret<string>]> }
  | { readonly access: 'user-or-mfa-token'; readonly answer: Answering<[UserId | Secret<string>]> }
)
