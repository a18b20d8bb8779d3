import { surveyRows, type SurveyedRow } from '@keepsake/app/source-report'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { describe, expect, test } from 'vitest'
import { vectorOf } from '../foreign/vectors.ts'

const hashes = { ...(await openPasswordVerifier()), formatsOf: () => ['md5', 'nt-hash'] }
const report = (...rows: readonly (SurveyedRow['row'] & { readonly lost?: SurveyedRow['lost'] })[]) => {
  const survey = surveyRows({ keepPassword: true }, hashes)
  for (const { lost = [], ...row } of rows) survey.add({ row, lost })
  return survey.report()
}
const bcrypt = vectorOf('bcrypt').encoded
const md5 = '5f4dcc3b5aa765d61d8327deb882cf99'

describe('what a plan says of a source', () => {
  test('counts hashes by format and strength, and says what would tell of the others', () => {
    const {
      hashes: known,
      unclear,
      inClear,
    } = report(
      { username: 'a', password: bcrypt },
      { username: 'b', password: bcrypt },
      { username: 'c', password: md5 },
      { username: 'd', password: md5, passwordFormat: 'md5' },
      { username: 'e', password: '{CLEAR}secret' },
      { username: 'f', password: 'what is this' },
    )
    expect(known).toEqual([
      { format: 'bcrypt', strength: expect.any(String) as string, count: 2 },
      { format: 'md5', strength: 'weak', count: 1 },
    ])
    expect(unclear).toEqual([
      {
        reason: 'ambiguous',
        formats: ['md5', 'nt-hash'],
        tells: expect.stringContaining('passwordFormat') as string,
        count: 1,
      },
      { reason: 'unknown', formats: [], tells: expect.stringContaining('expression') as string, count: 1 },
    ])
    expect(inClear).toBe(1)
  })

  test('says who can sign in, and how', () => {
    const left = { path: [], reason: 'hash_not_exported' } as const
    const identities = [
      { extIdpId: 'github', provider: 'github', type: 'primary', userIdInIdp: '1', originConnIds: [] },
    ]
    expect(
      report(
        { username: 'a', password: bcrypt },
        { username: 'b', password: bcrypt, status: 'Suspended' },
        { email: 'c@example.com', lost: [left] },
        { username: 'd', lost: [left] },
        { username: 'e', password: 'old-id', passwordFormat: 'custom:legacy' },
        { username: 'f', identities },
        { username: 'g' },
        { username: 'h', password: md5 },
      ).signIn,
    ).toEqual({ at_once: 1, by_provider: 1, after_reset: 1, by_old_system: 2, unclear: 1, not_at_all: 2 })
  })

  test('finds rows that may be one person, and shows no value of them', () => {
    const found = report(
      { email: 'Ann@example.com', name: 'Ann Smith', birthdate: '1990-01-02' },
      { email: 'ann@example.com ', username: 'ann' },
      { email: 'ann+news@example.com' },
      { email: 'a.b@gmail.com' },
      { email: 'ab@googlemail.com' },
      { givenName: 'Ann', familyName: 'Smith', birthdate: '1990-01-02', username: 'other' },
      { email: 'bob@example.com' },
    )
    expect(found.duplicates).toEqual([
      { kind: 'same', by: 'email', count: 1, examples: [[0, 1]] },
      {
        kind: 'alike',
        by: 'email without tag',
        count: 2,
        examples: [
          [0, 2],
          [3, 4],
        ],
      },
      { kind: 'alike', by: 'name and birthdate', count: 1, examples: [[0, 5]] },
    ])
    expect(JSON.stringify(found)).not.toMatch(/example\.com|smith/iu)
  })

  test('groups what stays behind by its place, without the indexes of lists', () => {
    const { lost, factorsLeft } = report(
      { username: 'a', lost: [{ path: ['mfa', 0, 'phone'], reason: 'factor_not_supported' }] },
      {
        username: 'b',
        lost: [
          { path: ['mfa', 3, 'phone'], reason: 'factor_not_supported' },
          { path: ['plan'], reason: 'undeclared_field' },
        ],
      },
    )
    expect(factorsLeft).toEqual([{ path: 'mfa.phone', reason: 'factor_not_supported', count: 2 }])
    expect(lost).toHaveLength(2)
  })
})
