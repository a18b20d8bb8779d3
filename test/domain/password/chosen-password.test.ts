import { checkChooser, readNewPassword } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { issuesOf } from '../issues.ts'

describe('the person who chooses a password', () => {
  it.each([
    ['user', true, []],
    ['user', false, []],
    ['administrator', true, []],
    ['administrator', false, ['password.not_for_administrators']],
  ] as const)('may be the %s, where administrators may: %s', (by, chosenByAdministrators, issues) => {
    expect(issuesOf(checkChooser(by, { chosenByAdministrators }))).toStrictEqual(issues)
  })
})

describe('a new password', () => {
  const verifier = { looksHashed: (text: string) => text.startsWith('$2y$') }
  const hash = '$2y$10$abc'

  it('may not look like a hash, unless the pool accepts that', () => {
    expect(issuesOf(readNewPassword(hash, verifier, {}))).toStrictEqual(['password.looks_hashed'])
    expect(issuesOf(readNewPassword(hash, verifier, { looksHashed: 'refuse' }))).toStrictEqual([
      'password.looks_hashed',
    ])
    expect(readNewPassword(hash, verifier, { looksHashed: 'accept' })._unsafeUnwrap()).toBeDefined()
  })

  it('must be a text that a password can be', () => {
    expect(issuesOf(readNewPassword('', verifier, {}))).toStrictEqual(['password.empty'])
    expect(issuesOf(readNewPassword('correct horse', verifier, {}))).toStrictEqual([])
  })
})
