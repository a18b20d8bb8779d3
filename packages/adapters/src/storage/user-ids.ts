import type { KeysTaken, UniqueKey, UserEntry } from '@keepsake/domain'

/** Whether a key is the id of a user. */
export const isIdKey = ({ namespace }: UniqueKey): boolean => namespace === 'id'

/** The ids that a user has already, or that an earlier entry has as well. Nothing if there are none. */
export const takenIds = (
  entries: readonly UserEntry[],
  isTaken: (id: string) => boolean,
): KeysTaken | undefined => {
  const seen = new Set<string>()
  const taken = new Set<string>()
  for (const { user } of entries) {
    if (seen.has(user.id) || isTaken(user.id)) taken.add(user.id)
    seen.add(user.id)
  }
  return taken.size === 0
    ? undefined
    : { kind: 'keys-taken', keys: [...taken].map((key) => ({ namespace: 'id', key })) }
}
