import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { inspect } from 'node:util'
import type { Identity } from '@keepsake/app'
import type { ResultAsync } from 'neverthrow'

/** What the callers of a round are about, as far as its calls need it. */
export type About = {
  readonly userId: string
  /** For each caller a user of its own. */
  readonly own?: readonly string[]
  readonly login: string
  readonly password: string
  readonly email?: string
  readonly token?: string
  readonly ticket?: string
  readonly code?: string
  readonly recoveryCode?: string
  readonly authenticatorId?: string
  readonly version?: number
  /** How long a deletion waits, in ms: sometimes it is to come first, and sometimes late. */
  readonly deleteAfterMs?: number
}

/** Asks an identity, and answers in one word what it came to: of a refusal, the code of its first issue. */
export type Call = (identity: Identity, about: About, caller: number) => Promise<string>

type Answer = ResultAsync<
  unknown,
  { readonly kind: string; readonly issues?: readonly { readonly code: string }[]; readonly cause?: unknown }
>

const said =
  (ask: (identity: Identity, about: About, caller: number) => Answer, done = 'done'): Call =>
  (identity, about, caller) =>
    ask(identity, about, caller).match(
      (value) => verdictOf(value) ?? done,
      ({ kind, issues, cause }) => issues?.[0]?.code ?? because(kind, cause),
    )

/** Why a part was unavailable stands beside it: a caller who waited too long on a busy machine is no fault of a race. */
const because = (kind: string, cause: unknown): string =>
  cause === undefined ? kind : `${kind}: ${inspect(cause)}`

const verdictOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null && 'verdict' in value ? String(value.verdict) : undefined
}

/** Of no two callers the same, in whichever process they are. */
const newPassword = (): string => `a password of ${randomUUID()}`

/** 160 bits in base32, as far as its letters go: nobody else has it. */
const newSecret = (): string =>
  Array.from(randomBytes(32), (byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('')

/** An account at a provider, but for its id there. */
export const account = { extIdpId: 'idp', provider: 'oidc', type: 'openid', originConnIds: [] }

/** An address in a network that nobody has come from yet, so that no attempts of others count for it. */
const newAddress = (): string =>
  `2001:db8:${randomBytes(4)
    .toString('hex')
    .replace(/^(.{4})/u, '$1:')}::1`

const calls: Readonly<Record<string, Call>> = {
  delete: async (identity, { userId, deleteAfterMs = 0 }) => {
    if (deleteAfterMs > 0) await pause(deleteAfterMs)
    return identity.deleteUsers({ userIds: [userId] }).match(
      ({ deleted }) => (deleted.length === 0 ? 'gone' : 'deleted'),
      ({ kind }) => kind,
    )
  },
  confirm: said((identity, { userId, token = '', code = '' }) =>
    identity.confirmOtpEnrolment({ userId, token, code }),
  ),
  'sign-in': said((identity, { login, password }) => identity.signIn({ login, password, ip: newAddress() })),
  'sign-in-by-code': said((identity, { login, password, code }) =>
    identity.signIn({ login, password, ...(code === undefined ? {} : { code }), ip: newAddress() }),
  ),
  'sign-in-by-recovery-code': said((identity, { login, password, recoveryCode = '' }) =>
    identity.signIn({ login, password, recoveryCode, ip: newAddress() }),
  ),
  'complete-sign-in': said((identity, { ticket = '', code = '' }) =>
    identity.completeSignIn({ ticket, code, ip: newAddress() }),
  ),
  'verify-otp': said((identity, { userId, code = '' }) => identity.verifyOtp({ userId, code })),
  import: said(
    (identity, { userId }) =>
      identity.importOtp({ list: [{ userId, otp: { secret: newSecret() } }], existing: 'replace' }),
    'imported',
  ),
  'import-first': said(
    (identity, { userId }) => identity.importOtp({ list: [{ userId, otp: { secret: newSecret() } }] }),
    'imported',
  ),
  'remove-authenticator': said(
    (identity, { userId, authenticatorId = '' }) => identity.removeAuthenticator({ userId, authenticatorId }),
    'removed',
  ),
  'update-identifiers': said(
    (identity, { userId, email = '' }) =>
      identity.updateUser({ userId, changes: { email, username: `name-${randomUUID()}` } }),
    'updated',
  ),
  'update-version': said(
    (identity, { userId, version = 0 }, caller) =>
      identity.updateUser({ userId, version, changes: { nickname: `caller ${caller}` } }),
    'updated',
  ),
  'take-email': said(
    (identity, { own = [], email = '' }, caller) =>
      identity.updateUser({ userId: own[caller] ?? '', changes: { email } }),
    'updated',
  ),
  link: said(
    (identity, { own = [], login }, caller) =>
      identity.linkIdentity({ userId: own[caller] ?? '', identity: { ...account, userIdInIdp: login } }),
    'linked',
  ),
  unlink: said((identity, { userId }) => identity.unlinkIdentity({ userId, extIdpId: 'idp' }), 'unlinked'),
  'change-password': said((identity, { login, password }) =>
    identity.changePassword({ login, password, newPassword: newPassword(), ip: newAddress() }),
  ),
  'first-login': said((identity, { ticket = '' }) =>
    identity.changePassword({ ticket, newPassword: newPassword() }),
  ),
  'complete-reset': said((identity, { token = '' }) =>
    identity.completePasswordReset({ token, newPassword: newPassword() }),
  ),
  activate: said((identity, { token = '' }) =>
    identity.completeActivation({ token, newPassword: newPassword() }),
  ),
}

/** The call of a name, which there must be. */
export const callNamed = (name: string): Call => {
  const call = calls[name]
  if (call === undefined) throw new Error(`there is no call ${name}`)
  return call
}
