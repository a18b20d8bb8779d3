import type { User, UserChanges } from '@keepsake/domain'
import {
  changeUser,
  checkVersion,
  nextVersion,
  searchTerms,
  userEntry,
  placedKeys,
} from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { identifierContext, phones } from '../../builders/phones.ts'
import { settings } from '../../builders/settings.ts'
import { aFullUser, aUser, customData, madeAt } from '../../builders/users.ts'
import { issuesOf } from '../issues.ts'

const user = aFullUser({ customData: customData({ school: 'A', age: 3, undeclared: 'kept' }) })
const now = Date.UTC(2026, 0, 31)
const change = (changes: UserChanges, of: User = user) => changeUser(of, changes, settings, phones, now)
const changed = (changes: UserChanges, of: User = user): User => change(changes, of)._unsafeUnwrap()
const issues = (changes: UserChanges, of: User = user) => issuesOf(change(changes, of))

describe('a changed user', () => {
  it('is the same where nothing is given', () => {
    expect(changed({})).toStrictEqual(user)
    expect(changed({ name: undefined, email: undefined, customData: {} })).toStrictEqual(user)
  })

  it('has what is given, and keeps what is not', () => {
    const after = changed({
      email: 'New@Example.com',
      phone: '13912345678',
      username: 'zoe',
      externalId: '7',
      gender: 'F',
      birthdate: '2001-01-01',
      status: 'Activated',
      name: 'Zoe',
      city: 'BJ',
    })
    expect(after).toMatchObject({
      id: user.id,
      email: { address: 'New@Example.com', canonical: 'new@example.com' },
      phone: { e164: '+8613912345678' },
      username: { text: 'zoe' },
      externalId: '7',
      gender: 'W',
      birthdate: '2001-01-01',
      status: 'Activated',
      profile: { ...user.profile, name: 'Zoe', city: 'BJ' },
      identities: user.identities,
      departmentIds: user.departmentIds,
      signIns: user.signIns,
    })
  })

  it('loses what null is given for', () => {
    const after = changed({
      email: null,
      phone: null,
      externalId: null,
      birthdate: null,
      gender: null,
      name: null,
    })
    for (const field of ['email', 'phone', 'externalId', 'birthdate']) expect(after).not.toHaveProperty(field)
    expect(after).toMatchObject({ gender: 'U', emailVerified: false, phoneVerified: false })
    expect(after.profile).not.toHaveProperty('name')
    expect(after.username).toEqual(user.username)
  })

  it('keeps its status whatever stands for none', () => {
    expect(changed({ status: null as unknown as string })).toMatchObject({ status: 'Suspended' })
  })

  it('has custom data merged key by key, of which null removes one', () => {
    expect({ ...changed({ customData: { school: null, level: 'gold' } }).customData }).toStrictEqual({
      age: 3,
      undeclared: 'kept',
      level: 'gold',
    })
    expect(Object.getPrototypeOf(changed({ customData: { age: 4 } }).customData)).toBeNull()
  })

  it('is of no other id, version, time or count, whatever the changes claim', () => {
    const claims = {
      id: 'mine',
      version: 99,
      createdAt: 0,
      updatedAt: 0,
      statusChangedAt: 0,
      signIns: { count: 0 },
      identities: [],
      password: 'x',
      otp: { secret: 'x' },
      isAdmin: true,
      ['__proto__']: { status: 'Activated' },
    }
    expect(changed(claims as UserChanges)).toStrictEqual(user)
  })
})

describe('an email or phone that is changed', () => {
  it('is unverified, unless somebody says otherwise', () => {
    expect(changed({ email: 'new@example.com' })).toMatchObject({ emailVerified: false, phoneVerified: true })
    expect(changed({ phone: '13912345678' })).toMatchObject({ emailVerified: true, phoneVerified: false })
    expect(changed({ email: 'new@example.com', emailVerified: true })).toMatchObject({ emailVerified: true })
    expect(changed({ emailVerified: false })).toMatchObject({ emailVerified: false })
  })

  it('stays verified where it is the same in another spelling', () => {
    expect(changed({ email: user.email!.address.toUpperCase() })).toMatchObject({ emailVerified: true })
    expect(changed({ phone: '+86 188 1234 5678' })).toMatchObject({ phoneVerified: true })
  })

  it('cannot be verified where there is none', () => {
    const bare = aUser()
    const both = ['emailVerified user.nothing_to_verify', 'phoneVerified user.nothing_to_verify']
    expect(issues({ emailVerified: true, phoneVerified: true }, bare)).toStrictEqual(both)
    expect(issues({ email: null, phone: null, emailVerified: true, phoneVerified: true })).toStrictEqual(both)
    expect(changed({ emailVerified: false, phoneVerified: false }, bare)).toMatchObject({
      emailVerified: false,
      phoneVerified: false,
    })
    expect(changed({ email: 'a@example.com', emailVerified: true }, bare)).toMatchObject({
      emailVerified: true,
    })
  })
})

describe('a change', () => {
  it('leaves a user one of email, phone and username', () => {
    expect(issues({ username: null, email: null })).toStrictEqual([])
    expect(issues({ username: null, email: null, phone: null })).toStrictEqual(['user.identifier_missing'])
    expect(issues({ username: null }, aUser())).toStrictEqual(['user.identifier_missing'])
    expect(issues({ username: null, email: 'a@example.com' }, aUser())).toStrictEqual([])
    expect(issues({ username: null, externalId: 'x' }, aUser())).toStrictEqual(['user.identifier_missing'])
  })

  it('is judged by the rules of a new user, every issue at its field', () => {
    expect(
      issues({
        status: 'Gone',
        email: 'x',
        phone: '1',
        username: '',
        externalId: '',
        gender: 'X',
        birthdate: '2023-02-29',
        name: '\u0000',
        customData: { age: '3', other: 1 },
      }).toSorted(),
    ).toStrictEqual([
      'birthdate user.birthdate_malformed',
      'customData.age user.custom_value_of_wrong_type',
      'customData.other user.custom_field_undeclared',
      'email user.email_malformed',
      'externalId user.external_id_empty',
      'gender user.gender_unknown',
      'name text.control_character',
      'phone user.phone_malformed',
      'status user.status_unknown',
      'username user.username_malformed',
    ])
    expect(issues({ phoneCountryCode: '+86' })).toStrictEqual(['phoneCountryCode user.phone_missing'])
  })

  it('is not stopped by what the user has and no new user could have', () => {
    expect(issues({ name: 'x' }, { ...user, customData: customData({ gone: 1 }) })).toStrictEqual([])
  })
})

describe('the next version of a user', () => {
  it('is one further, changed now, and of a status changed now where it is another', () => {
    const now = madeAt + 50
    expect(nextVersion(user, { ...user, gender: 'M' }, now).next).toMatchObject({
      version: user.version + 1,
      updatedAt: now,
      statusChangedAt: user.statusChangedAt,
    })
    expect(nextVersion(user, { ...user, status: 'Archived' }, now).next).toMatchObject({
      statusChangedAt: now,
    })
  })

  it('is never changed before the one it follows, whatever the clock says', () => {
    expect(nextVersion(user, user, 0).next.updatedAt).toBe(user.updatedAt)
  })
})

describe('the event of a change', () => {
  it('comes with the next version and names its user', () => {
    expect(nextVersion(user, { ...user, gender: 'M' }, now).event).toStrictEqual({
      type: 'user.updated',
      userId: user.id,
    })
  })
})

describe('a change that is meant for one version', () => {
  it('is refused for any other version, and a change without a version is not', () => {
    expect(checkVersion(user, user.version).isOk()).toBe(true)
    expect(checkVersion(user, undefined).isOk()).toBe(true)
    for (const other of [user.version - 1, user.version + 1])
      expect(issuesOf(checkVersion(user, other))).toStrictEqual(['version user.overtaken'])
  })
})

describe('a user’s entry', () => {
  it('holds its keys and what it is found by', () => {
    const keys = placedKeys(user, user.identities, identifierContext)
    expect(userEntry(user, keys)).toEqual({
      user,
      keys: keys.map(({ key }) => key),
      searchTerms: searchTerms(user),
    })
  })
})
