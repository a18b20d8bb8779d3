import type { DraftRecoveryCode, NewAuthenticator } from '@keepsake/domain'
import { draftAuthenticator } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { settings } from '../../../builders/settings.ts'
import { issuesOf } from '../../issues.ts'

/** The moment of the import. */
const now = Date.UTC(2026, 0, 31, 18)

const check = (given: Pick<NewAuthenticator, 'recoveryCode' | 'recoveryCodes'>) =>
  draftAuthenticator({ secret: 'HZ2F6J3AGNAVSOTV', ...given }, settings.otp, now)

const line = (each: DraftRecoveryCode): string =>
  [
    'code' in each ? each.code.reveal() : `${each.hash.scheme} ${each.hash.encoded}`,
    each.usedAt ?? 'unused',
  ].join(' ')

const read = (given: Pick<NewAuthenticator, 'recoveryCode' | 'recoveryCodes'>): readonly string[] =>
  check(given)._unsafeUnwrap().recoveryCodes.map(line)

describe('the recovery codes of an authenticator', () => {
  it('are the contract’s one, and a list, in their order', () => {
    expect(
      read({ recoveryCode: 'AAAA-1111', recoveryCodes: ['bbbb 2222', { code: 'CCCC3333' }] }),
    ).toStrictEqual(['aaaa1111 unused', 'bbbb2222 unused', 'cccc3333 unused'])
  })

  it('may be hashes, which are taken as they stand', () => {
    const hash = { scheme: 'bcrypt', encoded: '$2b$10$abcdefghijklmnopqrstuu' }
    expect(read({ recoveryCodes: [{ hash }] })).toStrictEqual(['bcrypt $2b$10$abcdefghijklmnopqrstuu unused'])
  })

  it.each([
    ['2026-01-31T12:00:00Z', 1_769_860_800_000],
    ['2026-01-31T12:00:00.123456789Z', 1_769_860_800_123],
    ['2026-01-31T20:00:00+08:00', 1_769_860_800_000],
    ['2026-01-31', 1_769_817_600_000],
  ])('may have been used: %s', (usedAt, moment) => {
    expect(read({ recoveryCodes: [{ code: 'aaaa1111', usedAt }] })).toStrictEqual([`aaaa1111 ${moment}`])
  })

  it.each(['', 'yesterday', '2026-02-30', '2026-01-31T12:00:00', '2026-01-31T25:00:00Z', '1769860800'])(
    'were not used at %o',
    (usedAt) => {
      expect(issuesOf(check({ recoveryCodes: [{ code: 'aaaa1111', usedAt }] }))).toStrictEqual([
        'recoveryCodes.0.usedAt otp.used_at_malformed',
      ])
    },
  )

  it.each([
    '0001-01-01T00:00:00Z',
    '0000-00-00 00:00:00',
    '1601-01-01T00:00:00Z',
    '1899-12-30',
    '1900-01-01T00:00:00Z',
    '1970-01-01T00:00:00Z',
    '1970-01-01T08:00:00+08:00',
    '1999-12-31T23:59:59Z',
  ])('are unused where their time of use is a zero of some system, with a warning: %s', (usedAt) => {
    const given = { recoveryCodes: ['bbbb2222', { code: 'aaaa1111', usedAt }] }
    expect(read(given)).toStrictEqual(['bbbb2222 unused', 'aaaa1111 unused'])
    expect(check(given)._unsafeUnwrap().warnings).toContainEqual({
      code: 'otp.used_at_stands_for_none',
      path: ['recoveryCodes', 1, 'usedAt'],
    })
  })

  it('were not used in the future, but for the drift of clocks', () => {
    const at = (ms: number) => ({ code: 'aaaa1111', usedAt: new Date(now + ms).toISOString() })
    const day = 24 * 60 * 60 * 1000
    expect(read({ recoveryCodes: [at(day)] })).toStrictEqual([`aaaa1111 ${now + day}`])
    expect(issuesOf(check({ recoveryCodes: [at(day + 1)] }))).toStrictEqual([
      'recoveryCodes.0.usedAt otp.used_at_in_future',
    ])
    expect(issuesOf(check({ recoveryCodes: [{ code: 'aaaa1111', usedAt: '9999-12-31' }] }))).toStrictEqual([
      'recoveryCodes.0.usedAt otp.used_at_in_future',
    ])
  })

  it('are one where they are the same, used if any of them was, and at the first of the moments', () => {
    const hash = { scheme: 'sha512', encoded: 'abc=' }
    expect(
      read({
        recoveryCode: 'aaaa1111',
        recoveryCodes: [
          { hash },
          { code: 'AAAA-1111', usedAt: '2026-01-01T00:00:02Z' },
          { code: 'aaaa 1111', usedAt: '2026-01-01T00:00:01Z' },
          'aaaa1111',
          { hash, usedAt: '2026-01-01T00:00:03Z' },
          { hash: { ...hash, scheme: 'sha256' } },
        ],
      }),
    ).toStrictEqual([
      `aaaa1111 ${Date.UTC(2026, 0, 1, 0, 0, 1)}`,
      `sha512 abc= ${Date.UTC(2026, 0, 1, 0, 0, 3)}`,
      'sha256 abc= unused',
    ])
  })

  it('are each a code or a hash', () => {
    const hash = { scheme: 'sha512', encoded: 'abc=' }
    expect(issuesOf(check({ recoveryCodes: ['aaaa1111', {}, { code: 'bbbb2222', hash }] }))).toStrictEqual([
      'recoveryCodes.1 otp.recovery_code_or_hash',
      'recoveryCodes.2 otp.recovery_code_or_hash',
    ])
  })

  it.each([
    ['scheme', { scheme: '', encoded: 'a' }],
    ['scheme', { scheme: 'sha 512', encoded: 'a' }],
    ['scheme', { scheme: '-', encoded: 'a' }],
    ['scheme', { scheme: '\u017fha512', encoded: 'a' }],
    ['scheme', { scheme: 'x'.repeat(65), encoded: 'a' }],
    ['encoded', { scheme: 'sha512', encoded: '' }],
    ['encoded', { scheme: 'sha512', encoded: 'a b' }],
    ['encoded', { scheme: 'sha512', encoded: 'a\n' }],
    ['encoded', { scheme: 'sha512', encoded: 'é' }],
    ['encoded', { scheme: 'sha512', encoded: 'x'.repeat(1025) }],
  ])('have hashes of one word: not the %s of %j', (part, hash) => {
    expect(issuesOf(check({ recoveryCodes: [{ hash }] }))).toStrictEqual([
      `recoveryCodes.0.hash.${part} otp.recovery_hash_malformed`,
    ])
  })

  it('are at most a hundred, counted before any is looked at', () => {
    const many = (count: number): readonly string[] =>
      Array.from({ length: count }, (_, at) => `${at}`.padStart(8, '0'))
    expect(read({ recoveryCodes: many(100) })).toHaveLength(100)
    expect(issuesOf(check({ recoveryCodes: [...many(100), '!'] }))).toStrictEqual([
      'recoveryCodes otp.recovery_codes_too_many',
    ])
  })
})
