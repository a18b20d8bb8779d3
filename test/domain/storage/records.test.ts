import {
  credential,
  domainEvent,
  notice,
  secondFactor,
  outboxEntry,
  secretText,
  user,
  type Check,
} from '@keepsake/domain/guard'
import { conceal, userId } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { aCredential, aFullUser, aNotice, anEvent, aSecondFactor, newId } from '../../builders/users.ts'
import { fieldsIn, holding } from '../../app/api/mutations.ts'

const id = userId(newId())

const records: readonly (readonly [string, Check<unknown>, unknown])[] = [
  ['a user', user, aFullUser()],
  ['a credential', credential, aCredential(id)],
  ['a set of authenticators', secondFactor, aSecondFactor(id)],
  ['a notice', notice, aNotice(id)],
  ['an event', domainEvent, anEvent(id)],
  [
    'a outboxEntry notice',
    outboxEntry(notice),
    { item: aNotice(id), state: 'dead', attempts: 1, diedAt: 1, failure: 'message-refused' },
  ],
]

/** What a provider has told, and what an event tells beside its head, is not looked at here. */
const isLookedAt = ({ at }: { readonly at: readonly (string | number)[] }): boolean =>
  !at.slice(0, -1).includes('userInfoInIdp') && at.at(-1) !== 'by'

describe.each(records)('%s', (_, isOne, record) => {
  it('is one', () => {
    expect(isOne(record)).toBe(true)
  })

  it('is none once any of its fields is of another type', () => {
    expect(fieldsIn(record).length).toBeGreaterThan(4)
    for (const { at } of fieldsIn(record).filter(isLookedAt))
      for (const wrong of [Symbol('wrong'), () => 'wrong'])
        expect([at, isOne(holding(record, at, wrong))]).toEqual([at, false])
  })

  it('is none in a result, a list or a promise, nor as nothing', () => {
    for (const wrong of [undefined, null, [record], { value: record }, Promise.resolve(record), 'x', 7])
      expect(isOne(wrong)).toBe(false)
  })
})

describe('what steers a check', () => {
  it.each([
    ['digits', [4, 7, '6', 0, Number.NaN]],
    ['period', [0, -30, 0.5, '30', Infinity]],
    ['algorithm', ['MD5', 'sha1', '']],
    ['lastStep', [-1, Number.NaN, '0']],
    ['secret', ['']],
  ] as const)('is none for other %s than there are', (field, values) => {
    const set = aSecondFactor(id)
    for (const value of values)
      expect(secondFactor(holding(set, ['authenticators', 0, field], value))).toBe(false)
  })

  it('is none for a set without an authenticator, which would ask for no code', () => {
    expect(secondFactor({ ...aSecondFactor(id), authenticators: [] })).toBe(false)
  })

  it('is none for a hash that is empty, or of no format', () => {
    const present = aCredential(id)
    for (const field of ['format', 'encoded'])
      expect(credential(holding(present, ['hash', field], ''))).toBe(false)
  })
})

describe('a secret', () => {
  it('reveals text', () => {
    expect(secretText(conceal('x'))).toBe(true)
    for (const wrong of ['x', conceal(7), { reveal: 'x' }, {}]) expect(secretText(wrong)).toBe(false)
  })
})
