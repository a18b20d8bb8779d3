import type { Keepsake } from '@keepsake/app'
import { recordsOf } from '../../builders/moves.ts'
import { contractUser } from '../../builders/new-users.ts'
import type { Given, VerbName } from '../../builders/verbs.ts'

/** A verb of the API. */
export type Verb = VerbName<Omit<Keepsake, 'inTenant'>>

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
const records = recordsOf([{ externalId: '10010', email: 'test@example.com' }])
const newPassword = 'another horse battery staple'
const passwordEncryptType = 'none'

/**
 * A command for every verb of the API, with every field that it may have: whatever is made wrong in one of them is
 * wrong in what a caller may send. Of verbs that take one of several shapes, each.
 */
export const sampleCommands: {
  readonly [V in Verb]: readonly Given<V>[]
} = {
  'users.create': [
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
  'users.checkCanaries': [
    {
      list: [user],
      options: { keepPassword: true },
      canaries: [{ row: 0, password: 'correct horse battery' }],
    },
  ],
  'users.get': [{ userId }],
  'users.find': [
    { login: 'bob' },
    { email: 'bob@example.com' },
    { phone: '18812345678', phoneCountryCode: '+86' },
    { username: 'bob' },
    { externalId: '10010' },
  ],
  'users.list': [
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
  'users.count': [{ statuses: ['Activated'], search: 'bob', createdFrom: 1 }],
  'users.update': [
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
  'users.updateMany': [
    { list: [{ userId, changes: { nickname: 'Bob' }, version: 1 }], departmentIdType: 'department_id' },
  ],
  'identities.link': [{ userId, identity: contractUser.identities![0]! }],
  'identities.unlink': [{ userId, extIdpId: 'x', type: 'openid' }],
  'users.delete': [{ userIds: [userId] }],

  signIn: [{ ...credentials, passwordEncryptType }],
  completeSignIn: [{ ticket: 'a.b', code: '123456', recoveryCode: 'x', ip: '192.0.2.1' }],
  'authenticators.verify': [{ userId, code: '123456' }],
  'users.unlock': [{ userId }],

  'passwords.change': [
    { newPassword, passwordEncryptType, ...credentials },
    { newPassword, passwordEncryptType, ticket: 'a.b' },
  ],
  'passwords.validate': [
    { password: newPassword, passwordEncryptType, userId },
    { password: newPassword, user },
  ],
  'passwords.requestReset': [{ login: 'bob' }],
  'passwords.completeReset': [{ token: 'a.b', newPassword, passwordEncryptType }],
  'activations.complete': [{ token: 'a.b', newPassword, passwordEncryptType }],
  'activations.resend': [{ userId }],
  'passwords.reset': [
    { userId, by: 'generated', mustChange: true },
    { userId, by: 'administrator', newPassword, passwordEncryptType },
  ],
  'passwords.requireChange': [{ userId }],
  'passwords.report': [undefined],

  'authenticators.import': [{ list: [{ userId, otp }], existing: 'refuse', replace: false, mode: 'all' }],
  'authenticators.begin': [{ userId, name: 'Phone', issuer: 'us', recoveryCodes: 'one_at_once' }],
  'authenticators.confirm': [{ userId, ticket: 'a', code: '123456' }],
  'authenticators.list': [{ userId }],
  'authenticators.remove': [{ userId, authenticatorId: 'x' }],
  'authenticators.removeAll': [{ userId }],
  'authenticators.regenerateRecoveryCodes': [{ userId }],
  'authenticators.report': [undefined],
  'secrets.rotate': [undefined],
  'secrets.report': [undefined],
  'usernames.check': [undefined],
  'usernames.switch': [undefined],
  'moves.plan': [
    {
      source: 'crm',
      records,
      options: { keepPassword: true, dateZone: 'Asia/Shanghai' },
      drop: ['roles'],
      missing: 'suspend',
      missingAtMost: 10,
      fields: { email: 'source' },
      match: ['email'],
      bringBack: true,
      events: true,
      chunkRows: 10,
      onProgress: () => undefined,
    },
  ],
  'moves.run': [{ move: 'm1', records, holder: 'test', stopAfterRefused: 3, onProgress: () => undefined }],
  'moves.runChunk': [{ move: 'm1', chunk: 0, records, holder: 'test' }],
  'moves.releaseChunk': [{ move: 'm1', no: 0, attempt: 1 }],
  'moves.status': [{ move: 'm1' }],
  'moves.list': [{ source: 'crm' }, undefined],
  'moves.undo': [{ move: 'm1', onProgress: () => undefined }],
  'moves.close': [{ source: 'crm' }],
  'moves.refused': [{ move: 'm1', after: 3, limit: 10 }],
  'moves.ids': [{ source: 'crm', after: 'k1.abc', limit: 10 }],
  'authenticators.reveal': [{ userId }],

  'notices.deliver': [{ limit: 5 }, { limit: 5, channel: 'sms' }],
  'notices.report': [undefined],
  'notices.list': [{ state: 'sent', channel: 'sms', after: { createdAt: 1, id: 'x' }, limit: 5 }],
  'notices.redrive': [{ ids: ['x'] }, { channel: 'sms' }, { all: true }],
  'notices.drop': [{ ids: ['x'] }, { channel: 'sms' }],
  'notices.forgetSent': [{ before: 1 }],
  'events.endpoints': [undefined],
  'events.deliver': [{ limit: 5 }, { limit: 5, endpoint: 'x' }],
  'events.report': [undefined],
  'events.list': [{ state: 'dead', channel: 'x', after: { createdAt: 1, id: 'x' }, limit: 5 }],
  'events.redrive': [{ ids: ['x'] }, { channel: 'x' }, { all: true }],
  'events.drop': [{ ids: ['x'] }, { channel: 'x' }],
  'events.forgetSent': [{ before: 1 }],
}
