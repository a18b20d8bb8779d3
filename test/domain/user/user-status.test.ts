import { userStatuses } from '@keepsake/domain'
import { maySignIn, parseUserStatus } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { issuesOf } from '../issues.ts'

describe('the status of a user', () => {
  it('is one of the contract’s, or the one that its present-day form adds', () => {
    expect(userStatuses.toSorted()).toStrictEqual([
      'Activated',
      'Archived',
      'Deactivated',
      'Resigned',
      'Suspended',
    ])
    for (const status of userStatuses) expect(parseUserStatus(status)._unsafeUnwrap()).toBe(status)
  })

  it.each(['', 'activated', 'Deleted', 'Activated ', '0', 'length'])('is not %o', (text) => {
    expect(issuesOf(parseUserStatus(text))).toStrictEqual(['user.status_unknown'])
  })

  it('lets an activated user sign in, and no other', () => {
    expect(userStatuses.filter((status) => maySignIn({ status }))).toStrictEqual(['Activated'])
  })
})
