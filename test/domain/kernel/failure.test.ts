import { issue, rejected, unavailable } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'

describe('a failure', () => {
  it('is the caller’s to mend, with every issue, or the operator’s, with its cause', () => {
    const issues = [issue('user.list_empty', ['list'])]
    const cause = new Error('the disk is full')
    expect(rejected(issues)).toStrictEqual({ kind: 'rejected', issues })
    expect(unavailable('storage', cause)).toStrictEqual({ kind: 'unavailable', part: 'storage', cause })
  })
})
