import type { CreateUsersOptions, NewUser } from '@keepsake/domain'
import { decidePasswordIntent, parsePasswordOptions, type PasswordIntent } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { issuesOf } from '../issues.ts'

const options = (given: CreateUsersOptions) => parsePasswordOptions(given)._unsafeUnwrap()
const decide = (row: NewUser, given: CreateUsersOptions = {}) => decidePasswordIntent(row, options(given))
const intent = (row: NewUser, given: CreateUsersOptions = {}): PasswordIntent =>
  decide(row, given)._unsafeUnwrap()

describe('the options on passwords', () => {
  it('are all off where nothing is said', () => {
    expect(options({})).toStrictEqual({
      keep: false,
      generate: false,
      mustChange: undefined,
      encryptType: 'none',
      format: undefined,
      details: {},
    })
    expect(options({ keepPassword: false, autoGeneratePassword: false })).toStrictEqual(options({}))
  })

  it('list every contradiction', () => {
    const given = { keepPassword: true, autoGeneratePassword: true, passwordEncryptType: 'md5' }
    expect(issuesOf(parsePasswordOptions(given))).toStrictEqual([
      'passwordEncryptType password.encrypt_type_unknown',
      'autoGeneratePassword password.keep_and_generate',
    ])
  })
})

describe('the format of kept hashes', () => {
  it('is the row’s word, and the batch’s where the row says nothing', () => {
    const given = { keepPassword: true, passwordFormat: 'md5' }
    expect(intent({ password: 'x' }, given)).toMatchObject({ kind: 'keep', format: 'md5' })
    expect(intent({ password: 'x', passwordFormat: 'nt-hash' }, given)).toMatchObject({ format: 'nt-hash' })
    expect(intent({ password: 'x' }, { keepPassword: true })).not.toHaveProperty('format')
  })

  it('is a contradiction where no hash is kept', () => {
    expect(issuesOf(parsePasswordOptions({ passwordFormat: 'md5' }))).toStrictEqual([
      'passwordFormat password.format_without_keep',
    ])
    expect(issuesOf(decide({ password: 'x', passwordFormat: 'md5' }))).toStrictEqual([
      'passwordFormat password.format_without_keep',
    ])
  })
})

describe('what becomes of a password', () => {
  it('is nothing, where none is sent and none is to be generated, whatever the flags', () => {
    for (const given of [
      {},
      { keepPassword: true },
      { resetPasswordOnFirstLogin: true },
      { passwordEncryptType: 'rsa' },
    ])
      expect(intent({ resetPasswordOnFirstLogin: true }, given)).toStrictEqual({ kind: 'none' })
  })

  it('is to be hashed, or kept as the hash that it is', () => {
    const sent = { text: 'x', encryptType: 'none' }
    expect(intent({ password: 'x' })).toStrictEqual({ kind: 'set', sent, mustChange: false })
    expect(intent({ password: 'x' }, { keepPassword: true })).toStrictEqual({
      kind: 'keep',
      sent,
      mustChange: false,
    })
  })

  it('is to be generated for rows without one, and refused for rows with one', () => {
    const given = { autoGeneratePassword: true }
    expect(intent({}, given)).toStrictEqual({ kind: 'generate', mustChange: true })
    expect(issuesOf(decide({ password: '' }, given))).toStrictEqual(['password password.given_and_generate'])
  })

  it('has an empty password as a password, for its own rule to refuse', () => {
    expect(intent({ password: '' }).kind).toBe('set')
  })

  it('lists every issue of the row', () => {
    const row = { password: 'x', passwordEncryptType: 'RSA' }
    expect(issuesOf(decide(row, { autoGeneratePassword: true }))).toStrictEqual([
      'passwordEncryptType password.encrypt_type_unknown',
      'password password.given_and_generate',
    ])
    expect(issuesOf(decide({ passwordEncryptType: '' }))).toStrictEqual([
      'passwordEncryptType password.encrypt_type_unknown',
    ])
  })
})

describe('the cipher of a password', () => {
  it.each([
    [undefined, undefined, 'none'],
    [undefined, 'rsa', 'rsa'],
    ['sm2', undefined, 'sm2'],
    ['sm2', 'rsa', 'sm2'],
    ['none', 'rsa', 'none'],
  ])('is the row’s %s before the batch’s %s: %s', (own, batch, expected) => {
    expect(
      intent({ password: 'x', passwordEncryptType: own }, { passwordEncryptType: batch, keepPassword: true }),
    ).toMatchObject({ sent: { encryptType: expected } })
  })
})

describe('a forced change', () => {
  // Row, batch, then what holds for a password that was sent and for one that is generated: the stricter of two words.
  it.each([
    [undefined, undefined, false, true],
    [undefined, false, false, false],
    [undefined, true, true, true],
    [false, undefined, false, false],
    [false, false, false, false],
    [false, true, true, true],
    [true, undefined, true, true],
    [true, false, true, true],
    [true, true, true, true],
  ])('asked by the row: %s, by the batch: %s', (own, batch, sent, generated) => {
    const row = { resetPasswordOnFirstLogin: own }
    const given = { resetPasswordOnFirstLogin: batch }
    expect(intent({ ...row, password: 'x' }, given)).toMatchObject({ kind: 'set', mustChange: sent })
    expect(intent({ ...row, password: 'x' }, { ...given, keepPassword: true })).toMatchObject({
      kind: 'keep',
      mustChange: sent,
    })
    expect(intent(row, { ...given, autoGeneratePassword: true })).toMatchObject({
      kind: 'generate',
      mustChange: generated,
    })
  })
})
