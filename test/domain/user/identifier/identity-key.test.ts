import { draftIdentity, identityKey } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newIdentity } from '../../../builders/new-users.ts'

describe('the key of a linked identity', () => {
  it('is its source, type and id there; the provider’s name and the connections are not', () => {
    const key = identityKey(newIdentity)
    const withOtherProvider = { ...newIdentity, provider: 'lark', originConnIds: [] }
    expect(key.namespace).toBe('identity')
    expect(identityKey(withOtherProvider)).toStrictEqual(key)
    for (const part of ['extIdpId', 'type', 'userIdInIdp'])
      expect(identityKey({ ...newIdentity, [part]: 'other' })).not.toStrictEqual(key)
  })

  it('is exact text: case and spelling count', () => {
    expect(identityKey({ ...newIdentity, type: 'OpenID' })).not.toStrictEqual(identityKey(newIdentity))
  })

  it('is shared only by identities of which all three are the same', () => {
    const part = fc.string({ unit: fc.constantFrom('a', '\u0000', ':', ' ') })
    const parts = fc.tuple(part, part, part)
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const keyOf = ([extIdpId, type, userIdInIdp]: readonly [string, string, string]) =>
          draftIdentity({ ...newIdentity, extIdpId, type, userIdInIdp }).map(
            (drafted) => identityKey(drafted).key,
          )
        const [first, second] = [keyOf(one), keyOf(other)]
        if (first.isErr() || second.isErr()) return
        expect(first.value === second.value).toBe(one.every((text, index) => text === other[index]))
      }),
      {
        numRuns: 5000,
        examples: [
          [
            ['a a', 'a', 'a'],
            ['a', 'a a', 'a'],
          ],
          [
            ['a:a', 'a', 'a'],
            ['a', 'a:a', 'a'],
          ],
        ],
      },
    )
  })
})
