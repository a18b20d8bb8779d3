import { suggestsWrongKey } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'

describe('passwords of a batch that cannot be decrypted', () => {
  it('may be broken by themselves while they are two, and mean a wrong key from three on', () => {
    expect([0, 1, 2, 3, 4, 1000].map(suggestsWrongKey)).toStrictEqual([false, false, false, true, true, true])
  })
})
