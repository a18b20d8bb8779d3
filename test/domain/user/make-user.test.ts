import { draftUser, makeUser } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { contractUser, newIdentity } from '../../builders/new-users.ts'
import { phones } from '../../builders/phones.ts'
import { settings } from '../../builders/settings.ts'

/** When the rows are drafted. */
const at = { now: Date.UTC(2026, 0, 31) }

const counter = () => {
  let count = 0
  return () => `id-${(count += 1)}`
}

describe('a made user', () => {
  const draft = draftUser(contractUser, settings, phones, at).draft._unsafeUnwrap()
  const memberships = { departmentIds: ['d1'], tenantIds: ['t1'] }
  const { next: user, event } = makeUser(draft, memberships, counter(), 1_700_000_000_000)

  it('is its draft with ids, memberships and a time of birth', () => {
    const identities = [{ id: 'id-2', ...newIdentity }]
    expect(user).toStrictEqual({
      ...draft,
      ...memberships,
      version: 0,
      id: 'id-1',
      identities,
      createdAt: 1_700_000_000_000,
      updatedAt: 1_700_000_000_000,
      statusChangedAt: 1_700_000_000_000,
      signIns: { count: 0 },
    })
  })

  it('has its own id and another for every identity', () => {
    const twice = { ...draft, identities: [...draft.identities, ...draft.identities] }
    const { id, identities } = makeUser(twice, memberships, counter(), 0).next
    expect(new Set([id, ...identities.map((each) => each.id)]).size).toBe(3)
  })

  it('comes with the event that tells of it', () => {
    expect(event).toStrictEqual({ type: 'user.created', userId: 'id-1' })
  })
})
