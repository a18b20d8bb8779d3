import type { Instant, NewId } from '../kernel/system.ts'
import type { DraftUser } from './draft-user.ts'
import type { Memberships } from './organization/memberships.ts'
import { userId } from './user-id.ts'
import type { User } from './user.ts'

/** Gives a draft its id, its identities their ids, and its time of creation. */
export const makeUser = (draft: DraftUser, memberships: Memberships, newId: NewId, now: Instant): User => ({
  ...draft,
  ...memberships,
  id: userId(newId()),
  version: 0,
  identities: draft.identities.map((identity) => ({ id: newId(), ...identity })),
  createdAt: now,
  updatedAt: now,
  statusChangedAt: now,
  signIns: { count: 0 },
})
