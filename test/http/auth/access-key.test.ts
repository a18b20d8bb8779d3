import { describe, expect, test } from 'vitest'
import { conceal } from '@keepsake/domain'
import { checkAccessKey, sameText } from '../../../packages/http/src/auth/access-key.ts'

const known = {
  accessKeyId: '62eaa95ff0000ee52ae6b90c',
  accessKeySecret: conceal('4ae78d3e579a6d0000001aeca7b1e29e'),
}

describe('an access key', () => {
  test('is known by both its halves', () => {
    expect(
      checkAccessKey(
        { ...known, accessKeySecret: conceal('4ae78d3e579a6d0000001aeca7b1e29e') },
        known,
      ).isOk(),
    ).toBe(true)
  })

  test.each([
    { ...known, accessKeyId: '62eaa95ff0000ee52ae6b90d' },
    { ...known, accessKeyId: '' },
    { ...known, accessKeySecret: conceal('4ae78d3e579a6d0000001aeca7b1e29') },
    { ...known, accessKeySecret: conceal('') },
    { accessKeyId: '', accessKeySecret: conceal('') },
  ])('is refused with one half wrong, and the failure does not say which', (presented) => {
    const result = checkAccessKey(presented, known)
    expect(result._unsafeUnwrapErr()).toEqual({ kind: 'unauthenticated', code: 'unauthorized' })
  })

  test('is compared by its text, of any length', () => {
    expect(sameText('', '')).toBe(true)
    expect(sameText('\u00e9', 'e\u0301')).toBe(false)
    expect(sameText('a', 'aa')).toBe(false)
  })
})
