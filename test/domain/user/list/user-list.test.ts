import { draftFilter } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { issuesOf } from '../../issues.ts'

describe('a filter of users', () => {
  it('is empty where nothing is asked for, and where a search has no letter in it', () => {
    for (const search of [undefined, '', ' - '])
      expect(draftFilter({ search })._unsafeUnwrap()).toStrictEqual({})
  })

  it('holds all that is asked for, the search as a beginning of folded terms', () => {
    const others = { createdFrom: 1, createdBefore: 2, updatedFrom: 3, updatedBefore: 4 }
    const places = { departmentId: 'Dept', tenantId: ' t ' }
    expect(
      draftFilter({ statuses: ['Suspended'], search: 'Zoë  M', ...others, ...places })._unsafeUnwrap(),
    ).toStrictEqual({ statuses: ['Suspended'], termPrefix: 'zoem', ...others, ...places })
  })

  it('names no status that there is none of', () => {
    expect(issuesOf(draftFilter({ statuses: ['Activated', 'Gone'] }))).toStrictEqual([
      'statuses.1 user.status_unknown',
    ])
  })
})
