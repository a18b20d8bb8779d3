import type { TenantKeepsake } from '@keepsake/app'
import type { ResultAsync } from 'neverthrow'
import type { VerbName } from '../../../builders/verbs.ts'
import type { Person } from './people.ts'

/** One way to ask a verb about somebody. */
export type Ask = (
  keepsake: TenantKeepsake,
  person: Person,
) => ResultAsync<unknown, { readonly kind: string }>

const otherSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const newPassword = 'nine geese on a raft'
const by = 'administrator'

/**
 * Every verb that is asked for users, in every way that makes a difference. One that is added to the API does not
 * compile before it stands here.
 */
export const verbs: {
  readonly [Verb in VerbName<TenantKeepsake>]: Readonly<Record<string, Ask>>
} = {
  'users.create': {
    'with an authenticator': (keepsake, { username }) =>
      keepsake.users.create({
        list: [{ username: `new-${username}`, password: newPassword, otp: { secret: otherSecret } }],
      }),
    'by a link': (keepsake, { username }) =>
      keepsake.users.create({
        list: [{ email: `new-${username}@example.com` }],
        options: { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } },
      }),
  },
  'users.checkCanaries': {
    'of a row': (keepsake, { username, password }) =>
      keepsake.users.checkCanaries({ list: [{ username, password }], canaries: [{ row: 0, password }] }),
  },
  'users.get': { 'by id': (keepsake, { userId }) => keepsake.users.get({ userId }) },
  'users.find': {
    'by login': (keepsake, { username }) => keepsake.users.find({ login: username }),
    'by email': (keepsake, { email }) => keepsake.users.find({ email }),
    'by phone': (keepsake, { phone }) => keepsake.users.find({ phone }),
    'by username': (keepsake, { username }) => keepsake.users.find({ username }),
    'by external id': (keepsake, { externalId }) => keepsake.users.find({ externalId }),
    'by linked identity': (keepsake, person) => keepsake.users.find({ identity: person.identity }),
  },
  'users.list': {
    all: (keepsake) => keepsake.users.list({}),
    'who are found': (keepsake, { username }) =>
      keepsake.users.list({ search: username, statuses: ['Activated'] }),
    'of a department': (keepsake) =>
      keepsake.users.list({ departmentId: 'd1', order: 'oldest-first', skip: 0 }),
    'of a tenant': (keepsake) => keepsake.users.list({ tenantId: 'tenA' }),
  },
  'users.count': {
    all: (keepsake) => keepsake.users.count({}),
    'of a tenant': (keepsake) => keepsake.users.count({ tenantId: 'tenA' }),
  },
  'users.update': {
    'of a profile': (keepsake, { userId }) =>
      keepsake.users.update({ userId, changes: { nickname: 'changed', customData: { school: 'x' } } }),
    'of identifiers': (keepsake, { userId, username }) =>
      keepsake.users.update({ userId, changes: { email: `other-${username}@example.com`, phone: null } }),
    'of a version': (keepsake, { userId }) =>
      keepsake.users.update({ userId, version: 0, changes: { status: 'Suspended' } }),
  },
  'users.updateMany': {
    'of several': (keepsake, { userId, mustChange }) =>
      keepsake.users.updateMany({
        list: [
          { userId, changes: { nickname: 'changed' } },
          { userId: mustChange.userId, changes: { departmentIds: ['d2'] } },
        ],
      }),
  },
  'identities.link': {
    'a new one': (keepsake, { userId, username }) =>
      keepsake.identities.link({
        userId,
        identity: {
          extIdpId: 'other',
          provider: 'oidc',
          type: 'openid',
          userIdInIdp: username,
          originConnIds: [],
        },
      }),
  },
  'identities.unlink': {
    any: (keepsake, { userId }) => keepsake.identities.unlink({ userId, extIdpId: 'idp' }),
  },
  'users.delete': {
    one: (keepsake, { userId }) => keepsake.users.delete({ userIds: [userId] }),
    several: (keepsake, { userId, mustChange, invited }) =>
      keepsake.users.delete({ userIds: [mustChange.userId, userId, invited.userId] }),
  },
  signIn: {
    'by password': (keepsake, { username, password }) => keepsake.signIn({ login: username, password }),
    'of who must change the password': (keepsake, { mustChange, password }) =>
      keepsake.signIn({ login: mustChange.username, password }),
    'by code': (keepsake, { email, password, code }) =>
      keepsake.signIn({ login: email, password, code, ip: '192.0.2.1' }),
    'by recovery code': (keepsake, { phone, password, recoveryCode }) =>
      keepsake.signIn({ login: phone, password, recoveryCode, ip: '192.0.2.1' }),
  },
  completeSignIn: {
    'by code': (keepsake, { signInTicket: ticket, code }) =>
      keepsake.completeSignIn({ ticket, code, ip: '192.0.2.1' }),
    'by recovery code': (keepsake, { signInTicket: ticket, recoveryCode }) =>
      keepsake.completeSignIn({ ticket, recoveryCode }),
  },
  'authenticators.verify': {
    'by code': (keepsake, { userId, code }) => keepsake.authenticators.verify({ userId, code }),
  },
  'users.unlock': { one: (keepsake, { userId }) => keepsake.users.unlock({ userId }) },
  'passwords.change': {
    'by password': (keepsake, { username: login, password, code }) =>
      keepsake.passwords.change({ login, password, code, newPassword }),
    'by ticket': (keepsake, { mustChange: { ticket } }) => keepsake.passwords.change({ ticket, newPassword }),
  },
  'passwords.validate': {
    'of a user': (keepsake, { userId }) => keepsake.passwords.validate({ userId, password: newPassword }),
  },
  'passwords.requestReset': {
    one: (keepsake, { email }) => keepsake.passwords.requestReset({ login: email }),
  },
  'passwords.completeReset': {
    one: (keepsake, { resetToken: token }) => keepsake.passwords.completeReset({ token, newPassword }),
  },
  'activations.complete': {
    one: (keepsake, { invited: { token } }) => keepsake.activations.complete({ token, newPassword }),
  },
  'activations.resend': {
    one: (keepsake, { invited: { userId } }) => keepsake.activations.resend({ userId }),
  },
  'passwords.reset': {
    generated: (keepsake, { userId }) => keepsake.passwords.reset({ userId, by: 'generated' }),
    chosen: (keepsake, { userId }) => keepsake.passwords.reset({ userId, by, newPassword }),
    'of who has none': (keepsake, { invited: { userId } }) =>
      keepsake.passwords.reset({ userId, by, newPassword }),
  },
  'passwords.requireChange': { one: (keepsake, { userId }) => keepsake.passwords.requireChange({ userId }) },
  'passwords.report': { all: (keepsake) => keepsake.passwords.report() },
  'authenticators.import': {
    added: (keepsake, { userId }) =>
      keepsake.authenticators.import({ list: [{ userId, otp: { secret: otherSecret } }], existing: 'add' }),
    replaced: (keepsake, { userId }) =>
      keepsake.authenticators.import({
        list: [{ userId, otp: { secret: otherSecret } }],
        existing: 'replace',
      }),
    'the first': (keepsake, { mustChange: { userId } }) =>
      keepsake.authenticators.import({ list: [{ userId, otp: { secret: otherSecret } }] }),
  },
  'authenticators.begin': {
    one: (keepsake, { userId }) => keepsake.authenticators.begin({ userId, recoveryCodes: 'one_at_once' }),
  },
  'authenticators.confirm': {
    one: (keepsake, { userId, enrolment }) => keepsake.authenticators.confirm({ userId, ...enrolment }),
  },
  'authenticators.list': { one: (keepsake, { userId }) => keepsake.authenticators.list({ userId }) },
  'authenticators.remove': {
    one: (keepsake, { userId, authenticatorId }) =>
      keepsake.authenticators.remove({ userId, authenticatorId }),
  },
  'authenticators.removeAll': {
    all: (keepsake, { userId }) => keepsake.authenticators.removeAll({ userId }),
  },
  'authenticators.regenerateRecoveryCodes': {
    all: (keepsake, { userId }) => keepsake.authenticators.regenerateRecoveryCodes({ userId }),
  },
  'authenticators.report': { all: (keepsake) => keepsake.authenticators.report() },
  'authenticators.reveal': { first: (keepsake, { userId }) => keepsake.authenticators.reveal({ userId }) },
}

/** Every way to ask, as `verb, way`. */
export const everyAsk: readonly (readonly [name: string, ask: Ask])[] = Object.entries(verbs).flatMap(
  ([verb, ways]) => Object.entries(ways).map(([way, ask]) => [`${verb}, ${way}`, ask] as const),
)
