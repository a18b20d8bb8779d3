import type { IdentityVerbs } from '@keepsake/app'
import { contractUser } from '../../builders/new-users.ts'

const userId = '6576bacd00000000d80d993b'
const otp = {
  secret: 'HZ2F6J3AGNAVSOTV',
  secretEncoding: 'base32',
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  name: 'Phone',
  code: '123456',
  recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54',
  recoveryCodes: ['aaaa-1111', { hash: { scheme: 'bcrypt', encoded: 'x' }, usedAt: '2026-01-31T12:00:00Z' }],
}
/** `htpasswd -nbBC 4 u 'correct horse battery'` */
const hash = '$2y$04$N0LtlJSVLUxhw2Ij2GNvUeXW4/VX0e98.jv6wQ2c.uBZQEFNC8kam'

const user = {
  ...contractUser,
  password: hash,
  resetPasswordOnFirstLogin: true,
  passwordFormat: 'bcrypt',
  otp,
}
const credentials = {
  login: 'bob',
  password: 'correct horse battery staple',
  code: '123456',
  recoveryCode: 'b471-8ec0-874a',
  ip: '192.0.2.1',
}
const newPassword = 'another horse battery staple'
const passwordEncryptType = 'none'

/**
 * A command for every verb of the facade, with every field that it may have: whatever is made wrong in one of them is
 * wrong in what a caller may send. Of verbs that take one of several shapes, each.
 */
export const sampleCommands: {
  readonly [V in keyof IdentityVerbs]: readonly Parameters<IdentityVerbs[V]>[0][]
} = {
  createUsers: [
    {
      list: [user],
      options: {
        keepPassword: true,
        autoGeneratePassword: false,
        resetPasswordOnFirstLogin: true,
        passwordEncryptType: 'none',
        passwordFormat: 'bcrypt',
        departmentIdType: 'department_id',
        sendNotification: { sendEmailNotification: true, sendPhoneNotification: false, appId: 'app' },
      },
      mode: 'all',
      canaries: [{ row: 0, password: 'correct horse battery' }],
    },
  ],
  checkCanaries: [
    {
      list: [user],
      options: { keepPassword: true },
      canaries: [{ row: 0, password: 'correct horse battery' }],
    },
  ],
  getUser: [userId],
  findUser: [
    { login: 'bob' },
    { email: 'bob@example.com' },
    { phone: '18812345678', phoneCountryCode: '+86' },
    { username: 'bob' },
    { externalId: '10010' },
  ],
  listUsers: [
    {
      statuses: ['Activated'],
      search: 'bob',
      departmentId: 'd',
      tenantId: 't',
      createdFrom: 1,
      createdBefore: 2,
      updatedFrom: 1,
      updatedBefore: 2,
      order: 'oldest-first',
      limit: 10,
      cursor: 'x',
      skip: 0,
    },
  ],
  countUsers: [{ statuses: ['Activated'], search: 'bob', createdFrom: 1 }],
  updateUser: [
    {
      userId,
      changes: {
        status: 'Suspended',
        email: 'bob@example.com',
        emailVerified: true,
        phone: '18812345678',
        phoneCountryCode: '+86',
        username: null,
        nickname: 'Bob',
        gender: 'M',
        birthdate: '2022-06-03',
        departmentIds: ['d'],
        tenantIds: ['t'],
      },
      version: 1,
      departmentIdType: 'department_id',
    },
  ],
  updateUsers: [
    { list: [{ userId, changes: { nickname: 'Bob' }, version: 1 }], departmentIdType: 'department_id' },
  ],
  linkIdentity: [{ userId, identity: contractUser.identities![0]! }],
  unlinkIdentity: [{ userId, extIdpId: 'x', type: 'openid' }],
  deleteUsers: [{ userIds: [userId] }],

  signIn: [{ ...credentials, passwordEncryptType }],
  completeSignIn: [{ ticket: 'a.b', code: '123456', recoveryCode: 'x', ip: '192.0.2.1' }],
  verifyOtp: [{ userId, code: '123456' }],
  unlockUser: [{ userId }],

  changePassword: [
    { newPassword, passwordEncryptType, ...credentials },
    { newPassword, passwordEncryptType, ticket: 'a.b' },
  ],
  validatePassword: [
    { password: newPassword, passwordEncryptType, userId },
    { password: newPassword, user },
  ],
  requestPasswordReset: [{ login: 'bob' }],
  completePasswordReset: [{ token: 'a.b', newPassword, passwordEncryptType }],
  completeActivation: [{ token: 'a.b', newPassword, passwordEncryptType }],
  resendActivation: [{ userId }],
  resetPassword: [
    { userId, by: 'generated', mustChange: true },
    { userId, by: 'administrator', newPassword, passwordEncryptType },
  ],
  requirePasswordChange: [{ userId }],
  reportPasswords: [undefined],

  importOtp: [{ list: [{ userId, otp }], existing: 'refuse', replace: false, mode: 'all' }],
  beginOtpEnrolment: [{ userId, name: 'Phone', issuer: 'us', recoveryCodes: 'one_at_once' }],
  confirmOtpEnrolment: [{ userId, token: 'a', code: '123456' }],
  listAuthenticators: [{ userId }],
  removeAuthenticator: [{ userId, authenticatorId: 'x' }],
  removeAuthenticators: [{ userId }],
  regenerateRecoveryCodes: [{ userId }],
  reportOtps: [undefined],
  rotateSealing: [undefined],
  reportSealing: [undefined],
  checkUsernames: [undefined],
  switchUsernames: [undefined],
  revealOtpSecret: [userId],

  deliverNotices: [5, { limit: 5, channel: 'sms' }],
  reportNotices: [undefined],
  listNotices: [{ state: 'sent', channel: 'sms', after: { createdAt: 1, id: 'x' }, limit: 5 }],
  redriveNotices: [['x'], { channel: 'sms' }, 'all'],
  dropNotices: [['x'], { channel: 'sms' }],
  forgetSentNotices: [{ before: 1 }],
  eventEndpoints: [undefined],
  deliverEvents: [5, { limit: 5, endpoint: 'x' }],
  reportEvents: [undefined],
  listEvents: [{ state: 'dead', channel: 'x', after: { createdAt: 1, id: 'x' }, limit: 5 }],
  redriveEvents: [['x'], { channel: 'x' }, 'all'],
  dropEvents: [['x'], { channel: 'x' }],
  forgetSentEvents: [{ before: 1 }],
}
