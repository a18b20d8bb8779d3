import { describe, expect, it } from 'vitest'
import { formatPath } from '@keepsake/domain'
import {
  createUserRequest,
  createUsersRequest,
  toCreateUsers,
} from '../../../packages/http/src/wire/create-users.ts'
import { getUserRequest, toParts } from '../../../packages/http/src/wire/find-user.ts'
import { importOtpRequest } from '../../../packages/http/src/wire/import-authenticators.ts'
import { checkShape } from '../../../packages/http/src/wire/shape.ts'
import { signInRequest } from '../../../packages/http/src/wire/sign-in.ts'
import { createUsersBatch, importOtp } from '../../app/contract-examples.ts'

type Schema = Parameters<typeof checkShape>[0]

/** `code path: expected` of every fault. */
const faults = (schema: Schema, value: unknown): readonly string[] =>
  checkShape(schema, value).match(
    () => [],
    (issues) =>
      issues.map(
        ({ code, path, params }) =>
          [code, formatPath(path)].filter((part) => part !== '').join(' ') +
          (params === undefined ? '' : `: ${Object.values(params).join()}`),
      ),
  )

/** What is left of a value that has the shape, absent fields left out. */
const read = (schema: Schema, value: unknown): unknown =>
  JSON.parse(JSON.stringify(checkShape(schema, value)._unsafeUnwrap()))

describe('the shape of a batch of users', () => {
  it('is that of the contract’s example', () => {
    expect(read(createUsersRequest, createUsersBatch)).toStrictEqual(createUsersBatch)
    expect(read(importOtpRequest, importOtp('xxxx'))).toStrictEqual(importOtp('xxxx'))
  })

  it.each<readonly [string, unknown, readonly string[]]>([
    ['nothing', undefined, ['request.field_missing']],
    ['no object', 'a', ['request.field_of_wrong_type: object']],
    ['no list', {}, ['request.field_missing list']],
    ['a list of none', { list: null }, ['request.field_of_wrong_type list: array']],
    ['a row that is none', { list: [{}, 1] }, ['request.field_of_wrong_type list.1: object']],
    [
      'a number for a text',
      { list: [{ phone: 18812348888 }] },
      ['request.field_of_wrong_type list.0.phone: string'],
    ],
    [
      'a text for a flag',
      { list: [{ phoneVerified: 'true' }] },
      ['request.field_of_wrong_type list.0.phoneVerified: boolean'],
    ],
    [
      'a text for a list',
      { list: [{ departmentIds: '["a"]' }] },
      ['request.field_of_wrong_type list.0.departmentIds: array'],
    ],
    [
      'a list for an object',
      { list: [{ customData: [] }] },
      ['request.field_of_wrong_type list.0.customData: object'],
    ],
    [
      'an element of another type',
      { list: [{ tenantIds: ['a', 1] }] },
      ['request.field_of_wrong_type list.0.tenantIds.1: string'],
    ],
    [
      'an unknown field',
      { list: [{ userName: 'a' }], more: 1 },
      ['request.field_unknown list.0.userName', 'request.field_unknown more'],
    ],
    [
      'an identity that lacks what the contract requires',
      { list: [{ identities: [{ provider: 'wechat', userInfoInIdp: 'a' }] }] },
      [
        'request.field_missing list.0.identities.0.extIdpId',
        'request.field_missing list.0.identities.0.type',
        'request.field_missing list.0.identities.0.userIdInIdp',
        'request.field_missing list.0.identities.0.originConnIds',
        'request.field_of_wrong_type list.0.identities.0.userInfoInIdp: object',
      ],
    ],
    [
      'options of another shape',
      { list: [], options: { keepPassword: 'no', sendNotification: { appId: 1, sms: true } } },
      [
        'request.field_of_wrong_type options.keepPassword: boolean',
        'request.field_of_wrong_type options.sendNotification.appId: string',
        'request.field_unknown options.sendNotification.sms',
      ],
    ],
  ])('%s is a fault, with its place', (_, value, expected) => {
    expect(faults(createUsersRequest, value)).toStrictEqual(expected)
  })

  it('takes null for a field that is not set, wherever a field is optional', () => {
    const unset = (fields: object): object =>
      Object.fromEntries(Object.keys(fields).map((name) => [name, null]))
    const [user] = createUsersBatch.list
    expect(read(createUsersRequest, { list: [unset(user)], options: null })).toStrictEqual({ list: [{}] })
    expect(
      read(createUsersRequest, {
        list: [{ username: 'a', otp: null }],
        options: unset(createUsersBatch.options),
      }),
    ).toStrictEqual({ list: [{ username: 'a' }], options: {} })
    expect(
      read(importOtpRequest, { list: [{ userId: 'a', otp: { secret: 'b', recoveryCode: null } }] }),
    ).toStrictEqual({ list: [{ userId: 'a', otp: { secret: 'b' } }] })
    expect(read(signInRequest, { login: 'a', password: 'b', code: null, recoveryCode: null })).toStrictEqual({
      login: 'a',
      password: 'b',
    })
  })

  it('refuses a list that is too long without a look at its elements', () => {
    const many = (length: number): readonly unknown[] => Array.from({ length }, () => 0)
    expect(faults(createUsersRequest, { list: many(10_001) })).toStrictEqual([
      'request.field_of_wrong_type list: array of at most 10000 elements',
    ])
    expect(
      faults(createUsersRequest, { list: [{ identities: many(101), departmentIds: many(1001) }] }),
    ).toStrictEqual([
      'request.field_of_wrong_type list.0.departmentIds: array of at most 1000 elements',
      'request.field_of_wrong_type list.0.identities: array of at most 100 elements',
    ])
    expect(faults(importOtpRequest, { list: many(10_001) })).toHaveLength(1)
    expect(faults(createUsersRequest, { list: many(10_000) })).toHaveLength(10_000)
  })
})

describe('the shape of an authenticator', () => {
  const importOf = (otp: unknown): unknown => ({ list: [{ userId: 'a', otp }] })
  const full = {
    secret: 'HZ2F6J3AGNAVSOTV',
    secretEncoding: 'base32',
    algorithm: 'SHA256',
    digits: 8,
    period: 60,
    name: 'Work phone',
    code: '12345678',
    recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54',
    recoveryCodes: [
      'aaaa-1111',
      { code: 'bbbb-2222', usedAt: '2026-01-31T12:00:00Z' },
      { hash: { scheme: 'bcrypt', encoded: '$2b$10$x' } },
    ],
  }

  it('is the same in a batch of users and in an import', () => {
    expect(read(importOtpRequest, importOf(full))).toStrictEqual(importOf(full))
    const batch = { list: [{ username: 'a', otp: full }] }
    expect(read(createUsersRequest, batch)).toStrictEqual(batch)
  })

  it('takes null for what is not set', () => {
    const unset = Object.fromEntries(Object.keys(full).map((name) => [name, null]))
    expect(read(importOtpRequest, importOf({ ...unset, secret: 'a' }))).toStrictEqual(
      importOf({ secret: 'a' }),
    )
    const code = { code: 'a', hash: null, usedAt: null }
    expect(read(importOtpRequest, importOf({ secret: 'a', recoveryCodes: [code] }))).toStrictEqual(
      importOf({ secret: 'a', recoveryCodes: [{ code: 'a' }] }),
    )
  })

  it('has each fault at its place, those of a recovery code as well', () => {
    const recoveryCodes = [1, null, { hash: { scheme: 'bcrypt' }, usedAt: 1, used: true }]
    expect(
      faults(importOtpRequest, importOf({ digits: '6', period: Number.NaN, issuer: 'a', recoveryCodes })),
    ).toStrictEqual([
      'request.field_missing list.0.otp.secret',
      'request.field_of_wrong_type list.0.otp.digits: number',
      'request.field_of_wrong_type list.0.otp.period: number',
      'request.field_of_wrong_type list.0.otp.recoveryCodes.0: object',
      'request.field_of_wrong_type list.0.otp.recoveryCodes.1: object',
      'request.field_missing list.0.otp.recoveryCodes.2.hash.encoded',
      'request.field_of_wrong_type list.0.otp.recoveryCodes.2.usedAt: string',
      'request.field_unknown list.0.otp.recoveryCodes.2.used',
      'request.field_unknown list.0.otp.issuer',
    ])
  })

  it('has a bounded list of recovery codes', () => {
    const recoveryCodes = Array.from({ length: 1001 }, () => 0)
    expect(faults(importOtpRequest, importOf({ secret: 'a', recoveryCodes }))).toStrictEqual([
      'request.field_of_wrong_type list.0.otp.recoveryCodes: array of at most 1000 elements',
    ])
  })
})

describe('the two spellings of resetPasswordOnFirstLogin', () => {
  it.each([
    [{}, undefined],
    [{ resetPasswordOnFisrtLogin: true }, true],
    [{ resetPasswordOnFisrtLogin: false }, false],
    [{ resetPasswordOnFirstLogin: true }, true],
    [{ resetPasswordOnFirstLogin: false }, false],
    [{ resetPasswordOnFisrtLogin: true, resetPasswordOnFirstLogin: false }, true],
    [{ resetPasswordOnFisrtLogin: false, resetPasswordOnFirstLogin: true }, true],
    [{ resetPasswordOnFisrtLogin: null, resetPasswordOnFirstLogin: true }, true],
  ])('%j asks for %j', (fields, asked) => {
    const request = checkShape(createUsersRequest, { list: [{ username: 'a', ...fields }] })._unsafeUnwrap()
    const [user] = toCreateUsers(request).list
    expect(user?.resetPasswordOnFirstLogin).toBe(asked)
    expect(user).not.toHaveProperty('resetPasswordOnFisrtLogin')
  })
})

describe('a single user', () => {
  it('has the options beside its fields', () => {
    const [user] = createUsersBatch.list
    const request = { ...user, options: createUsersBatch.options }
    expect(read(createUserRequest, request)).toStrictEqual(request)
    expect(faults(createUserRequest, { list: [] })).toStrictEqual(['request.field_unknown list'])
  })
})

describe('the query of get-user', () => {
  it('asks for our id, and for no part that it does not name', () => {
    const request = checkShape(getUserRequest, { userId: 'a', withPost: 'false' })._unsafeUnwrap()
    expect(request.userIdType).toBe('user_id')
    expect(toParts(request)).toStrictEqual({ customData: false, identities: false, departmentIds: false })
  })

  it('names the values that it takes', () => {
    expect(faults(getUserRequest, { userId: 'a', userIdType: 'identity' })).toStrictEqual([
      'request.value_not_allowed userIdType: user_id, external_id, phone, email, username',
    ])
  })
})
