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

/** Gives a draft an id and a time of creation, unless it brings its own, and its identities their ids. */
export const makeUser = (
  draft: DraftUser,
  memberships: Memberships,
  newId: NewId,
  now: Instant,
): MadeUser => {
  const { past, ...fields } = draft
  const id = past?.id ?? userId(newId())
  const next: User = {
    ...fields,
    ...memberships,
    id,
    version: 0,
    identities: draft.identities.map((identity) => ({ id: newId(), ...identity })),
    createdAt: past?.createdAt ?? now,
    // Services ask for what has changed since a time, so a user who came from elsewhere is as new as any other.
    updatedAt: now,
    statusChangedAt: now,
    signIns: past?.signIns ?? { count: 0 },
  }
  return { next, event: { type: 'user.created', userId: id } }
}
