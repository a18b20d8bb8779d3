import { userId } from '@keepsake/domain'
import { findSharedSecrets } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'

const [ann, bob, eve] = [userId('ann'), userId('bob'), userId('eve')]
const warning = { code: 'otp.secret_shared', path: [] }

describe('a secret', () => {
  it('that nobody else has is worth no warning', () => {
    const rows = [
      { row: 0, userId: ann, fingerprint: 'a' },
      { row: 1, userId: bob, fingerprint: 'b' },
    ]
    expect(findSharedSecrets(rows, rows).size).toBe(0)
  })

  it('that a user outside of the batch has is named by the row, and tells nothing of the other', () => {
    const rows = [{ row: 4, userId: ann, fingerprint: 'a' }]
    const owners = [...rows, { userId: eve, fingerprint: 'a' }]
    expect([...findSharedSecrets(rows, owners)]).toStrictEqual([[4, warning]])
  })

  it('that two rows give to two users is named at both, each with the row of the other', () => {
    const rows = [
      { row: 1, userId: ann, fingerprint: 'a' },
      { row: 2, userId: eve, fingerprint: 'b' },
      { row: 5, userId: bob, fingerprint: 'a' },
    ]
    expect([...findSharedSecrets(rows, rows)]).toStrictEqual([
      [1, { ...warning, params: { row: 5 } }],
      [5, { ...warning, params: { row: 1 } }],
    ])
  })

  it('that a user has twice is that user’s own', () => {
    const rows = [{ row: 0, userId: ann, fingerprint: 'a' }]
    expect(findSharedSecrets(rows, [...rows, ...rows]).size).toBe(0)
  })
})
