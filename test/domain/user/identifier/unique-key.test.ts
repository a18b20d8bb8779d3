import { keyText } from '@keepsake/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const key = fc.record({
  namespace: fc.constantFrom('login' as const, 'external' as const, 'identity' as const),
  key: fc.string({ unit: fc.constantFrom(':', 'a', 'login', 'external:', '\u0000') }),
})

describe('the text of a key', () => {
  it('is the same for the same key alone', () => {
    fc.assert(
      fc.property(key, key, (one, other) => {
        const same = one.namespace === other.namespace && one.key === other.key
        expect(keyText(one) === keyText(other)).toBe(same)
      }),
    )
  })
})
