import type { LinkedIdentity } from '@keepsake/domain'
import { withIdentity, withoutIdentities } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { newIdentity } from '../../../builders/new-users.ts'
import { issuesOf } from '../../issues.ts'

const linked: LinkedIdentity = { ...newIdentity, id: 'l1' }
const ofOtherType: LinkedIdentity = { ...linked, type: 'unionid', id: 'l2' }
const elsewhere: LinkedIdentity = { ...linked, extIdpId: 'elsewhere', id: 'l3' }
const newId = () => 'new'

describe('a linked identity', () => {
  it('comes after those that the user has, with an id of its own', () => {
    expect(withIdentity([ofOtherType, elsewhere], newIdentity, newId)).toStrictEqual([
      ofOtherType,
      elsewhere,
      { ...newIdentity, id: 'new' },
    ])
  })

  it('keeps its place and its id if the user has the same account, and gets its other values', () => {
    const seenAgain = { ...newIdentity, originConnIds: ['another'] }
    expect(withIdentity([linked, elsewhere], seenAgain, newId)).toStrictEqual([
      { ...seenAgain, id: 'l1' },
      elsewhere,
    ])
  })

  it.each(['extIdpId', 'type', 'userIdInIdp'])('is another account if its %s differs', (part) => {
    expect(withIdentity([linked], { ...newIdentity, [part]: 'other' }, newId)).toHaveLength(2)
  })
})

describe('linked identities', () => {
  const all = [linked, ofOtherType, elsewhere]

  it('are removed by their source, or by source and type', () => {
    const { extIdpId, type } = linked
    expect(withoutIdentities(all, { extIdpId })._unsafeUnwrap()).toStrictEqual([elsewhere])
    expect(withoutIdentities(all, { extIdpId, type })._unsafeUnwrap()).toStrictEqual([ofOtherType, elsewhere])
  })

  it('that the user does not have are an issue', () => {
    for (const none of [{ extIdpId: 'none' }, { extIdpId: linked.extIdpId, type: 'none' }])
      expect(issuesOf(withoutIdentities(all, none))).toStrictEqual(['extIdpId identity.not_linked'])
  })
})
