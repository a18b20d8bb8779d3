import type { NewUser } from '@keepsake/domain'
import { draftUser } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { contractUser, newIdentity } from '../../builders/new-users.ts'
import { phones } from '../../builders/phones.ts'
import { settings } from '../../builders/settings.ts'
import { issuesOf } from '../issues.ts'

/** When the rows are drafted. */
const at = { now: Date.UTC(2026, 0, 31) }

const draft = (row: NewUser) => draftUser(row, settings, phones, at).draft
const issues = (row: NewUser) => issuesOf(draft(row))
const keys = (row: NewUser) =>
  draftUser(row, settings, phones, at).keys.map(({ path, key }) => [path.join('.'), key.key])

describe('a drafted user', () => {
  it('has every field of the contract’s example', () => {
    const drafted = draft(contractUser)._unsafeUnwrap()
    expect(drafted).toMatchObject({
      status: 'Activated',
      email: { address: 'test@example.com', canonical: 'test@example.com' },
      emailVerified: true,
      phone: { countryCode: '+86', national: '18812348888', e164: '+8618812348888' },
      phoneVerified: true,
      username: { text: 'bob', canonical: 'bob' },
      externalId: '10010',
      gender: 'M',
      birthdate: '2022-06-03',
      profile: { name: '张三', postalCode: '438100' },
      identities: [newIdentity],
    })
    expect({ ...drafted.customData }).toStrictEqual({ school: '北京大学', age: 22 })
    expect(keys(contractUser)).toHaveLength(5)
  })

  it('is activated, of no stated gender and unverified where the row says nothing', () => {
    const drafted = draft({ username: 'bob' })._unsafeUnwrap()
    expect({ ...drafted, customData: { ...drafted.customData } }).toStrictEqual({
      status: 'Activated',
      gender: 'U',
      username: { text: 'bob', canonical: 'bob' },
      emailVerified: false,
      phoneVerified: false,
      profile: {},
      identities: [],
      customData: {},
    })
  })

  it('holds nothing of the row that is not the user’s: no password, no flag, no id of another name', () => {
    const row = {
      ...contractUser,
      otp: { secret: 'x' },
      id: 'mine',
      signIns: 1,
    }
    const names = Object.keys(draft(row)._unsafeUnwrap())
    expect(names).not.toEqual(expect.arrayContaining(['password']))
    for (const name of [
      'id',
      'userId',
      'createdAt',
      'signIns',
      'otp',
      'passwordEncryptType',
      'departmentIds',
    ])
      expect(names).not.toContain(name)
  })

  it('has no verified email or phone where it has none at all', () => {
    expect(
      draft({ username: 'bob', emailVerified: true, phoneVerified: true })._unsafeUnwrap(),
    ).toMatchObject({
      emailVerified: false,
      phoneVerified: false,
    })
  })
})

describe('a row without an identifier', () => {
  it.each([{}, { externalId: '10010' }, { name: '张三' }, { identities: [newIdentity] }])(
    'is refused: %o',
    (row) => {
      expect(issues(row)).toStrictEqual(['user.identifier_missing'])
    },
  )

  it('is accepted with a linked identity, if the pool says so', () => {
    const lenient = { ...settings, identityOnlyUsers: true }
    const inLenient = (row: NewUser) => issuesOf(draftUser(row, lenient, phones, at).draft)
    expect(inLenient({ identities: [newIdentity] })).toStrictEqual([])
    for (const row of [{}, { externalId: '10010' }, { identities: [] }])
      expect(inLenient(row)).toStrictEqual(['user.identifier_missing'])
  })

  it.each([{ email: 'a@example.com' }, { phone: '18812348888' }, { username: 'a' }])(
    'is not one with %o',
    (row) => {
      expect(issues(row)).toStrictEqual([])
    },
  )

  it('has one, even a malformed one: that is the issue then', () => {
    expect(issues({ email: 'x' })).toStrictEqual(['email user.email_malformed'])
  })
})

describe('the phone of a row', () => {
  it('is in the plan of its country code, else of the pool', () => {
    expect(draft({ phone: '4155550100', phoneCountryCode: '1' })._unsafeUnwrap().phone?.e164).toBe(
      '+14155550100',
    )
    expect(draft({ phone: '18812348888' })._unsafeUnwrap().phone?.e164).toBe('+8618812348888')
    const abroad = draftUser({ phone: '4155550100' }, { ...settings, phoneCountryCode: '+1' }, phones, at)
    expect(abroad.draft._unsafeUnwrap().phone?.e164).toBe('+14155550100')
  })

  it('may name its own code, and must not contradict the one beside it', () => {
    expect(draft({ phone: '+14155550100' })._unsafeUnwrap().phone?.countryCode).toBe('+1')
    expect(issues({ phone: '+8618812348888', phoneCountryCode: '+86' })).toStrictEqual([])
    expect(issues({ phone: '+8618812348888', phoneCountryCode: '+1' })).toStrictEqual([
      'phoneCountryCode user.phone_country_code_contradicted',
    ])
  })

  it('is neither masked nor missing beside a code', () => {
    expect(issues({ phone: '188xxxx8888', phoneCountryCode: '+86' })).toStrictEqual([
      'phone user.phone_malformed',
    ])
    expect(issues({ username: 'bob', phoneCountryCode: '+86' })).toStrictEqual([
      'phoneCountryCode user.phone_missing',
    ])
    expect(issues({ phone: '18812348888', phoneCountryCode: 'CN' })).toStrictEqual([
      'phoneCountryCode user.phone_country_code_malformed',
    ])
  })
})

describe('a row with everything wrong', () => {
  const wrong: NewUser = {
    status: 'Deleted',
    email: 'bob',
    phone: '188xxxx8888',
    username: 'bo\u0000b',
    externalId: '',
    gender: 'X',
    birthdate: '2023-02-29',
    name: '\u0000',
    city: 'x'.repeat(129),
    customData: JSON.parse('{"__proto__":1,"age":"22"}') as Record<string, unknown>,
    identities: [newIdentity, { ...newIdentity, extIdpId: '', originConnIds: ['ok', ''] }],
  }

  it('lists every issue, each at its field', () => {
    expect(issues(wrong).toSorted()).toStrictEqual(
      [
        'status user.status_unknown',
        'gender user.gender_unknown',
        'birthdate user.birthdate_malformed',
        'customData.__proto__ user.custom_field_undeclared',
        'customData.age user.custom_value_of_wrong_type',
        'email user.email_malformed',
        'username text.control_character',
        'externalId user.external_id_empty',
        'identities.1.extIdpId identity.field_empty',
        'identities.1.originConnIds.1 identity.field_empty',
        'phone user.phone_malformed',
        'name text.control_character',
        'city text.too_long',
      ].toSorted(),
    )
  })

  it('still claims the keys of what is well-formed, so that its clashes are listed too', () => {
    expect(keys({ ...wrong, email: 'Bob@example.com' }).map(([path]) => path)).toStrictEqual([
      'email',
      'identities.0',
    ])
  })

  it('never repeats in its issues what was sent', () => {
    const canary = 'canary\u0000'
    const row: NewUser = {
      status: canary,
      email: canary,
      phone: canary,
      username: canary,
      externalId: canary,
      gender: canary,
      birthdate: canary,
      name: canary,
      customData: { school: canary, age: canary, level: canary },
      identities: [
        { extIdpId: canary, provider: canary, type: canary, userIdInIdp: canary, originConnIds: [canary] },
      ],
    }
    const found = draft(row)._unsafeUnwrapErr()
    expect(found.length).toBeGreaterThanOrEqual(16)
    expect(JSON.stringify(found)).not.toContain('canary')
  })
})
