import { issue } from '@keepsake/domain'
import {
  areWeakHashesSought,
  decideImported,
  decideWeakHash,
  isImportedChecked,
  warningsOfNone,
} from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { lines } from '../issues.ts'

const weak = [issue('password.too_short')]

describe('an imported password in clear', () => {
  it.each([
    ['enforce', 'refuse'],
    ['accept', 'accept'],
    ['accept_and_require_change', 'require_change'],
  ] as const)('that the policy would refuse is treated as the setting %s says: %s', (imported, verdict) => {
    expect(decideImported(weak, { imported })).toBe(verdict)
    expect(decideImported([], { imported })).toBe('accept')
  })

  it('is not checked if every password is accepted', () => {
    expect(isImportedChecked({ imported: 'accept' })).toBe(false)
    expect(isImportedChecked({ imported: 'enforce' })).toBe(true)
    expect(isImportedChecked({ imported: 'accept_and_require_change' })).toBe(true)
  })
})

describe('an imported hash', () => {
  const [fast, slow] = [
    { strength: 'weak', wrappable: true },
    { strength: 'fair', wrappable: false },
  ] as const

  it('stays if the pool keeps weak hashes', () => {
    for (const hash of [fast, slow, undefined])
      expect(decideWeakHash(hash, { weakHashes: 'keep' })).toBe('keep')
    expect(areWeakHashesSought({ weakHashes: 'keep' })).toBe(false)
  })

  it('is wrapped if it can be, and stays otherwise', () => {
    expect([fast, slow, undefined].map((hash) => decideWeakHash(hash, { weakHashes: 'wrap' }))).toStrictEqual(
      ['wrap', 'keep', 'keep'],
    )
    expect(areWeakHashesSought({ weakHashes: 'wrap' })).toBe(true)
  })

  it('is refused if it is weak', () => {
    const decide = (hash?: typeof fast | typeof slow) => decideWeakHash(hash, { weakHashes: 'refuse' })
    expect([decide(fast), decide(slow), decide()]).toStrictEqual(['refuse', 'keep', 'keep'])
    expect(decideWeakHash({ strength: 'weak', wrappable: false }, { weakHashes: 'refuse' })).toBe('refuse')
    expect(areWeakHashesSought({ weakHashes: 'refuse' })).toBe(true)
  })
})

describe('a text that stands for no password', () => {
  it('is a warning, and another one if the password was to be changed', () => {
    expect(lines(warningsOfNone(false))).toStrictEqual(['password.kept_marks_no_password'])
    expect(lines(warningsOfNone(true))).toStrictEqual([
      'password.kept_marks_no_password',
      'password.none_to_change',
    ])
  })
})
