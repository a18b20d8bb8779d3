import { clearedByDeletion, clearedByReplacement } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'

describe('the attempts of a user', () => {
  it('that are counted by the id alone are forgotten when the user is deleted', () => {
    expect(new Set(clearedByDeletion)).toStrictEqual(
      new Set([
        'password-of-strangers',
        'password-repeated',
        'password-repeated-of-strangers',
        'password-reset',
        'otp',
        'recovery-code',
      ]),
    )
  })

  it('with codes are forgotten when other authenticators replace those of the user', () => {
    expect(clearedByReplacement).toStrictEqual(['otp', 'recovery-code'])
  })
})
