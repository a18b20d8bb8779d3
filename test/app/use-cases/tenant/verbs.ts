import type { TenantIdentity } from '@keepsake/app'
import type { ResultAsync } from 'neverthrow'
import type { Person } from './people.ts'

/** One way to ask a verb about somebody. */
export type Ask = (
  identity: TenantIdentity,
  person: Person,
) => ResultAsync<unknown, { readonly kind: string }>

const otherSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const newPassword = 'nine geese on a raft'
const by = 'administrator'

/**
 * Every verb that is asked for users, in every way that makes a difference. One that is added to the facade does not
 * compile before it stands here.
 */
export const verbs: { readonly [Verb in keyof TenantIdentity]: Readonly<Record<string, Ask>> } = {
  createUsers: {
    'with an authenticator': (identity, { username }) =>
      identity.createUsers({
        list: [{ username: `new-${username}`, password: newPassword, otp: { secret: otherSecret } }],
      }),
    'by a link': (identity, { username }) =>
      identity.createUsers({
        list: [{ email: `new-${username}@example.com` }],
        options: { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } },
      }),
  },
  checkCanaries: {
    'of a row': (identity, { username, password }) =>
      identity.checkCanaries({ list: [{ username, password }], canaries: [{ row: 0, password }] }),
  },
  getUser: { 'by id': (identity, { userId }) => identity.getUser(userId) },
  findUser: {
    'by login': (identity, { username }) => identity.findUser({ login: username }),
    'by email': (identity, { email }) => identity.findUser({ email }),
    'by phone': (identity, { phone }) => identity.findUser({ phone }),
    'by username': (identity, { username }) => identity.findUser({ username }),
    'by external id': (identity, { externalId }) => identity.findUser({ externalId }),
    'by linked identity': (identity, person) => identity.findUser({ identity: person.identity }),
  },
  listUsers: {
    all: (identity) => identity.listUsers({}),
    'who are found': (identity, { username }) =>
      identity.listUsers({ search: username, statuses: ['Activated'] }),
    'of a department': (identity) =>
      identity.listUsers({ departmentId: 'd1', order: 'oldest-first', skip: 0 }),
    'of a tenant': (identity) => identity.listUsers({ tenantId: 'tenA' }),
  },
  countUsers: {
    all: (identity) => identity.countUsers({}),
    'of a tenant': (identity) => identity.countUsers({ tenantId: 'tenA' }),
  },
  updateUser: {
    'of a profile': (identity, { userId }) =>
      identity.updateUser({ userId, changes: { nickname: 'changed', customData: { school: 'x' } } }),
    'of identifiers': (identity, { userId, username }) =>
      identity.updateUser({ userId, changes: { email: `other-${username}@example.com`, phone: null } }),
    'of a version': (identity, { userId }) =>
      identity.updateUser({ userId, version: 0, changes: { status: 'Suspended' } }),
  },
  updateUsers: {
    'of several': (identity, { userId, mustChange }) =>
      identity.updateUsers({
        list: [
          { userId, changes: { nickname: 'changed' } },
          { userId: mustChange.userId, changes: { departmentIds: ['d2'] } },
        ],
      }),
  },
  linkIdentity: {
    'a new one': (identity, { userId, username }) =>
      identity.linkIdentity({
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
  unlinkIdentity: { any: (identity, { userId }) => identity.unlinkIdentity({ userId, extIdpId: 'idp' }) },
  deleteUsers: {
    one: (identity, { userId }) => identity.deleteUsers({ userIds: [userId] }),
    several: (identity, { userId, mustChange, invited }) =>
      identity.deleteUsers({ userIds: [mustChange.userId, userId, invited.userId] }),
  },
  signIn: {
    'by password': (identity, { username, password }) => identity.signIn({ login: username, password }),
    'of who must change the password': (identity, { mustChange, password }) =>
      identity.signIn({ login: mustChange.username, password }),
    'by code': (identity, { email, password, code }) =>
      identity.signIn({ login: email, password, code, ip: '192.0.2.1' }),
    'by recovery code': (identity, { phone, password, recoveryCode }) =>
      identity.signIn({ login: phone, password, recoveryCode, ip: '192.0.2.1' }),
  },
  completeSignIn: {
    'by code': (identity, { signInTicket: ticket, code }) =>
      identity.completeSignIn({ ticket, code, ip: '192.0.2.1' }),
    'by recovery code': (identity, { signInTicket: ticket, recoveryCode }) =>
      identity.completeSignIn({ ticket, recoveryCode }),
  },
  verifyOtp: { 'by code': (identity, { userId, code }) => identity.verifyOtp({ userId, code }) },
  unlockUser: { one: (identity, { userId }) => identity.unlockUser({ userId }) },
  changePassword: {
    'by password': (identity, { username: login, password, code }) =>
      identity.changePassword({ login, password, code, newPassword }),
    'by ticket': (identity, { mustChange: { ticket } }) => identity.changePassword({ ticket, newPassword }),
  },
  validatePassword: {
    'of a user': (identity, { userId }) => identity.validatePassword({ userId, password: newPassword }),
  },
  requestPasswordReset: { one: (identity, { email }) => identity.requestPasswordReset({ login: email }) },
  completePasswordReset: {
    one: (identity, { resetToken: token }) => identity.completePasswordReset({ token, newPassword }),
  },
  completeActivation: {
    one: (identity, { invited: { token } }) => identity.completeActivation({ token, newPassword }),
  },
  resendActivation: { one: (identity, { invited: { userId } }) => identity.resendActivation({ userId }) },
  resetPassword: {
    generated: (identity, { userId }) => identity.resetPassword({ userId, by: 'generated' }),
    chosen: (identity, { userId }) => identity.resetPassword({ userId, by, newPassword }),
    'of who has none': (identity, { invited: { userId } }) =>
      identity.resetPassword({ userId, by, newPassword }),
  },
  requirePasswordChange: { one: (identity, { userId }) => identity.requirePasswordChange({ userId }) },
  reportPasswords: { all: (identity) => identity.reportPasswords() },
  importOtp: {
    added: (identity, { userId }) =>
      identity.importOtp({ list: [{ userId, otp: { secret: otherSecret } }], existing: 'add' }),
    replaced: (identity, { userId }) =>
      identity.importOtp({ list: [{ userId, otp: { secret: otherSecret } }], existing: 'replace' }),
    'the first': (identity, { mustChange: { userId } }) =>
      identity.importOtp({ list: [{ userId, otp: { secret: otherSecret } }] }),
  },
  beginOtpEnrolment: {
    one: (identity, { userId }) => identity.beginOtpEnrolment({ userId, recoveryCodes: 'one_at_once' }),
  },
  confirmOtpEnrolment: {
    one: (identity, { userId, enrolment }) => identity.confirmOtpEnrolment({ userId, ...enrolment }),
  },
  listAuthenticators: { one: (identity, { userId }) => identity.listAuthenticators({ userId }) },
  removeAuthenticator: {
    one: (identity, { userId, authenticatorId }) => identity.removeAuthenticator({ userId, authenticatorId }),
  },
  removeAuthenticators: { all: (identity, { userId }) => identity.removeAuthenticators({ userId }) },
  regenerateRecoveryCodes: { all: (identity, { userId }) => identity.regenerateRecoveryCodes({ userId }) },
  reportOtps: { all: (identity) => identity.reportOtps() },
  revealOtpSecret: { first: (identity, { userId }) => identity.revealOtpSecret(userId) },
}

/** Every way to ask, as `verb, way`. */
export const everyAsk: readonly (readonly [name: string, ask: Ask])[] = Object.entries(verbs).flatMap(
  ([verb, ways]) => Object.entries(ways).map(([way, ask]) => [`${verb}, ${way}`, ask] as const),
)
