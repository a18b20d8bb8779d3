import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { inspect } from 'node:util'
import type { Keepsake } from '@keepsake/app'
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
  /** The code of the next time step, which is good already. */
  readonly nextCode?: string
  readonly recoveryCode?: string
  readonly authenticatorId?: string
  readonly version?: number
  /** How long a deletion waits, in ms: sometimes it is to come first, and sometimes late. */
  readonly deleteAfterMs?: number
}

/** Asks an identity, and answers in one word what it came to: of a refusal, the code of its first issue. */
export type Call = (keepsake: Keepsake, about: About, caller: number) => Promise<string>

type Answer = ResultAsync<
  unknown,
  { readonly kind: string; readonly issues?: readonly { readonly code: string }[]; readonly cause?: unknown }
>

const said =
  (ask: (keepsake: Keepsake, about: About, caller: number) => Answer, done = 'done'): Call =>
  (keepsake, about, caller) =>
    ask(keepsake, about, caller).match(
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
  delete: async (keepsake, { userId, deleteAfterMs = 0 }) => {
    if (deleteAfterMs > 0) await pause(deleteAfterMs)
    return keepsake.users.delete({ userIds: [userId] }).match(
      ({ deleted }) => (deleted.length === 0 ? 'gone' : 'deleted'),
      ({ kind }) => kind,
    )
  },
  confirm: said((keepsake, { userId, ticket = '', code = '' }) =>
    keepsake.authenticators.confirm({ userId, ticket, code }),
  ),
  'confirm-next': said((keepsake, { userId, ticket = '', nextCode = '' }) =>
    keepsake.authenticators.confirm({ userId, ticket, code: nextCode }),
  ),
  'sign-in': said((keepsake, { login, password }) => keepsake.signIn({ login, password, ip: newAddress() })),
  'sign-in-by-code': said((keepsake, { login, password, code }) =>
    keepsake.signIn({ login, password, ...(code === undefined ? {} : { code }), ip: newAddress() }),
  ),
  'sign-in-by-recovery-code': said((keepsake, { login, password, recoveryCode = '' }) =>
    keepsake.signIn({ login, password, recoveryCode, ip: newAddress() }),
  ),
  'complete-sign-in': said((keepsake, { ticket = '', code = '' }) =>
    keepsake.completeSignIn({ ticket, code, ip: newAddress() }),
  ),
  'verify-otp': said((keepsake, { userId, code = '' }) => keepsake.authenticators.verify({ userId, code })),
  import: said(
    (keepsake, { userId }) =>
      keepsake.authenticators.import({
        list: [{ userId, otp: { secret: newSecret() } }],
        existing: 'replace',
      }),
    'imported',
  ),
  'import-first': said(
    (keepsake, { userId }) =>
      keepsake.authenticators.import({ list: [{ userId, otp: { secret: newSecret() } }] }),
    'imported',
  ),
  'remove-authenticator': said(
    (keepsake, { userId, authenticatorId = '' }) =>
      keepsake.authenticators.remove({ userId, authenticatorId }),
    'removed',
  ),
  'remove-all': said((keepsake, { userId }) => keepsake.authenticators.removeAll({ userId }), 'removed'),
  'update-identifiers': said(
    (keepsake, { userId, email = '' }) =>
      keepsake.users.update({ userId, changes: { email, username: `name-${randomUUID()}` } }),
    'updated',
  ),
  'update-version': said(
    (keepsake, { userId, version = 0 }, caller) =>
      keepsake.users.update({ userId, version, changes: { nickname: `caller ${caller}` } }),
    'updated',
  ),
  'take-email': said(
    (keepsake, { own = [], email = '' }, caller) =>
      keepsake.users.update({ userId: own[caller] ?? '', changes: { email } }),
    'updated',
  ),
  link: said(
    (keepsake, { own = [], login }, caller) =>
      keepsake.identities.link({ userId: own[caller] ?? '', identity: { ...account, userIdInIdp: login } }),
    'linked',
  ),
  unlink: said((keepsake, { userId }) => keepsake.identities.unlink({ userId, extIdpId: 'idp' }), 'unlinked'),
  'change-password': said((keepsake, { login, password }) =>
    keepsake.passwords.change({ login, password, newPassword: newPassword(), ip: newAddress() }),
  ),
  'first-login': said((keepsake, { ticket = '' }) =>
    keepsake.passwords.change({ ticket, newPassword: newPassword() }),
  ),
  'complete-reset': said((keepsake, { token = '' }) =>
    keepsake.passwords.completeReset({ token, newPassword: newPassword() }),
  ),
  activate: said((keepsake, { token = '' }) =>
    keepsake.activations.complete({ token, newPassword: newPassword() }),
  ),
}

/** The call of a name, which there must be. */
export const callNamed = (name: string): Call => {
  const call = calls[name]
  if (call === undefined) throw new Error(`there is no call ${name}`)
  return call
}
