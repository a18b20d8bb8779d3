import type { UserId } from './user-id.ts'

/** A user who is deleted: nothing is left, and the event tells services of it. */
export type DeletedUser = {
  readonly next: undefined
  readonly event: { readonly type: 'user.deleted'; readonly userId: UserId }
}

/** Deletes a user and all that belongs to it. A deletion has no conditions and cannot be undone. */
export const deleteUser = (userId: UserId): DeletedUser => ({
  next: undefined,
  event: { type: 'user.deleted', userId },
})
