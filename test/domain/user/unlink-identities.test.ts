import { unlinkIdentities } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { newIdentity } from '../../builders/new-users.ts'
import { aUser } from '../../builders/users.ts'
import { issuesOf } from '../issues.ts'

const linked = { ...newIdentity, id: 'l1' }
const elsewhere = { ...linked, extIdpId: 'elsewhere', id: 'l2' }
const { extIdpId } = linked

describe('the last linked identity', () => {
  it('is unlinked from a user who can sign in otherwise', () => {
    expect(
      unlinkIdentities(aUser({ identities: [linked] }), { extIdpId })._unsafeUnwrap().identities,
    ).toEqual([])
  })

  it('stays with a user who has nothing else to sign in with', () => {
    const { username: _, ...nameless } = aUser({ identities: [linked] })
    expect(issuesOf(unlinkIdentities(nameless, { extIdpId }))).toEqual(['user.identifier_missing'])
    const both = { ...nameless, identities: [linked, elsewhere] }
    expect(unlinkIdentities(both, { extIdpId })._unsafeUnwrap().identities).toEqual([elsewhere])
  })

  it('cannot be unlinked if it is not there', () => {
    expect(issuesOf(unlinkIdentities(aUser(), { extIdpId }))).toEqual(['extIdpId identity.not_linked'])
  })
})
