import { describe, expect, it } from 'vitest'
import { aFullUser, aUser } from '../../builders/users.ts'
import { toUserDto, type UserDtoParts } from '../../../packages/http/src/wire/user-dto.ts'
import { contradictions, identityDtoTable, userDtoTable } from '../../app/contract-examples.ts'

const account = { user: aFullUser(), password: { setAt: 0, mustChange: true } }

/** Every name that may ever go out. A new one is added here by hand, after a thought on who reads it. */
const allowed = [
  ...userDtoTable.map(([name]) => name),
  'workStatus',
  'userSourceType',
  'tenantIds',
  'company',
  'browser',
  'device',
  'givenName',
  'familyName',
  'middleName',
  'profile',
  'preferredUsername',
  'website',
  'zoneinfo',
  'locale',
  'formatted',
  'region',
  'identityNumber',
  'mainDepartmentId',
].toSorted()

describe('a user on the wire', () => {
  it('has the allowed fields and no other, each of the contract’s type', () => {
    const dto = toUserDto(account)
    expect(Object.keys(dto).toSorted()).toStrictEqual(allowed.filter((name) => name in dto))
    expect(contradictions(dto, userDtoTable)).toStrictEqual([])
    for (const identity of dto.identities ?? []) {
      expect(contradictions(identity, identityDtoTable)).toStrictEqual([])
      const known = [...identityDtoTable.map(([name]) => name), 'userInfoInIdp']
      expect(Object.keys(identity).filter((name) => !known.includes(name))).toStrictEqual([])
    }
  })

  it('shows nothing that a record has gained meanwhile', () => {
    const gained = {
      user: { ...account.user, passwordHash: 'leak', pool: 'leak', otpSecret: 'leak' },
      password: { ...account.password, hash: 'leak' },
      otp: 'leak',
    }
    expect(toUserDto(gained)).toStrictEqual(toUserDto(account))
  })

  it('leaves out what is absent', () => {
    const dto = toUserDto({ user: aUser() })
    expect(Object.values(dto)).not.toContain(undefined)
    expect(dto).not.toHaveProperty('passwordLastSetAt')
    expect(dto).not.toHaveProperty('resetPasswordOnNextLogin')
    expect(contradictions(dto, userDtoTable)).toStrictEqual([])
  })

  it.each(['customData', 'identities', 'departmentIds'] as const)(
    'has %s only where it is asked for',
    (part) => {
      const none: UserDtoParts = { customData: false, identities: false, departmentIds: false }
      expect(toUserDto(account, none)).not.toHaveProperty(part)
      const asked = toUserDto(account, { ...none, [part]: true })
      expect(asked).toStrictEqual({ ...toUserDto(account, none), [part]: toUserDto(account)[part] })
    },
  )

  it('is at work unless gone for good', () => {
    const workStatusOf = (status: ReturnType<typeof aUser>['status']) =>
      toUserDto({ user: { ...aUser(), status } }).workStatus
    expect(workStatusOf('Activated')).toBe('Active')
    expect(workStatusOf('Suspended')).toBe('Active')
    expect(workStatusOf('Resigned')).toBe('Closed')
    expect(workStatusOf('Archived')).toBe('Closed')
  })
})
