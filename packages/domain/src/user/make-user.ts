import type { Instant, NewId } from '../kernel/system.ts'
import type { DraftUser } from './draft-user.ts'
import type { Memberships } from './organization/memberships.ts'
import { userId, type UserId } from './user-id.ts'
import type { User } from './user.ts'

/** A new user, and the event that tells services of it. */
export type MadeUser = {
  readonly next: User
  readonly event: { readonly type: 'user.created'; readonly userId: UserId }
}

/** Gives a draft its id, its identities their ids, and its time of creation. */
export const makeUser = (
  draft: DraftUser,
  memberships: Memberships,
  newId: NewId,
  now: Instant,
): MadeUser => {
  const id = userId(newId())
  const next: User = {
    ...draft,
    ...memberships,
    id,
    version: 0,
    identities: draft.identities.map((identity) => ({ id: newId(), ...identity })),
    createdAt: now,
    updatedAt: now,
    statusChangedAt: now,
    signIns: { count: 0 },
  }
  return { next, event: { type: 'user.created', userId: id } }
}
