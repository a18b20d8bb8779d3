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
  /** Writes a user as this caller reads one. */
  readonly toUser: (account: Account, parts?: UserDtoParts) => UserDto
  /** What the caller's device was given at an earlier sign-in, as it says. */
  readonly deviceToken?: string
}

/** What a route works with that manages users: those of one tenant, or of the whole pool, which it cannot tell apart. */
export type ManagementContext = Pick<RouteContext, 'toUser' | 'rowsToHash'> & {
  readonly keepsake: TenantKeepsake
}

/** Headers of an answer, by name: what the contract has no field for. */
export type SecretHeaders = Readonly<Record<string, Secret<string>>>

/**
 * What a route answers: `data` for the envelope, with what the contract has `beside` it, or a whole body that the
 * contract has without one.
 */
export type Answer =
  | {
      readonly data?: unknown
      readonly warnings?: readonly Issue[]
      readonly beside?: { readonly recoveryCode: string }
      readonly headers?: SecretHeaders
    }
  | { readonly bare: unknown }

/** What a route answers that has done what it was asked, and has nothing else to say. */
export const done: Answer = { data: { success: true } }

export type RouteFailure = Failure | AuthFailure | Refusal

/** What comes of a request. `input` is the parsed body of a POST; of a GET and a DELETE the query, and what the path names. */
type Answering<Caller extends readonly unknown[], C = RouteContext> = (
  input: unknown,
  context: C,
  ...caller: Caller
) => ResultAsync<Answer, RouteFailure>

/**
 * One endpoint. `access` says who is let in, and what the route is told of them: anybody; who manages users; a user
 * who is signed in; the same for a change of the second factor, which asks for more (`authenticateUser`); who holds
 * the `mfaToken` of a sign-in, which the route itself redeems; or either of the first and the last of these.
 */
export type Route = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** A part that begins with a colon is any text, and is part of the input by that name. */
  readonly path: string
  /** Whether it only reads, though it is no GET. */
  readonly reads?: true
} & (
  | { readonly access: 'open'; readonly answer: Answering<[]> }
  | {
      readonly access: 'management'
      /** What a signed request is judged by. */
      readonly shape: RouteShape
      readonly answer: Answering<[], ManagementContext>
    }
  | { readonly access: 'user' | 'factor-owner'; readonly answer: Answering<[UserId]> }
  | { readonly access: 'mfa-token'; readonly answer: Answering<[Secret<string>]> }
  | { readonly access: 'user-or-mfa-token'; readonly answer: Answering<[UserId | Secret<string>]> }
)
