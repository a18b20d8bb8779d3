import { parseEmail } from '@keepsake/domain'
import {
  addedKeys,
  comparisonOf,
  parseUsername,
  placedKeys,
  switchingTo,
  type UsernameComparison,
} from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { identifierContext } from '../../../builders/phones.ts'

const named = (text: string) => ({ username: parseUsername(text)._unsafeUnwrap() })
const added = (text: string, to: UsernameComparison) =>
  addedKeys(named(text), identifierContext, to).map(([, { key }]) => key)

test('settings ask for one comparison, and a switch to it has a state of its own', () => {
  expect([true, false].map((ignoreCase) => comparisonOf({ ignoreCase }))).toStrictEqual([
    'ignore-case',
    'exact',
  ])
  expect([switchingTo('exact'), switchingTo('ignore-case')]).toStrictEqual([
    'becoming exact',
    'becoming ignore-case',
  ])
})

describe('the keys that a user has in addition under the other comparison', () => {
  it('are those of a username with upper case letters', () => {
    expect(added('Bob', 'ignore-case')).toStrictEqual(['bob'])
    expect(added('Bob', 'exact')).toStrictEqual(['Bob'])
    expect(added('Straße', 'ignore-case')).toStrictEqual(['strasse'])
  })

  it('are none for a username that has no case, or for a user without one', () => {
    expect(added('bob', 'ignore-case')).toStrictEqual([])
    expect(added('鲍勃', 'exact')).toStrictEqual([])
    const email = parseEmail('Bob@Example.com')._unsafeUnwrap()
    expect(addedKeys({ email }, identifierContext, 'ignore-case')).toStrictEqual([])
  })

  it('are what the keys of the two comparisons differ in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, ignoreCase) => {
        const username = parseUsername(text).unwrapOr(undefined)
        fc.pre(username !== undefined)
        const keysIf = (ignored: boolean) =>
          placedKeys({ username }, [], { ...identifierContext, usernames: { ignoreCase: ignored } }).map(
            ({ key }) => key,
          )
        const [to, from] = [keysIf(ignoreCase), keysIf(!ignoreCase)]
        const isNew = ({ namespace, key }: (typeof to)[number]) =>
          !from.some((each) => each.namespace === namespace && each.key === key)
        expect(
          addedKeys({ username }, identifierContext, comparisonOf({ ignoreCase })).map(([, key]) => key),
        ).toStrictEqual(to.filter(isNew))
      }),
    )
  })
})
