/** How many values are kept. */
export type GroupBounds = { readonly inGroup: number; readonly inAll: number }

/**
 * Values by group and key. If a group has too many, its oldest value is removed. If there are too many in all, the oldest
 * value of the group that was not written to for the longest time is removed.
 */
export type NewestOfGroups<T> = {
  readonly get: (group: string, key: string) => T | undefined
  /** The values of a group, the oldest first. */
  readonly valuesOf: (group: string) => readonly T[]
  readonly keysOf: (group: string) => readonly string[]
  /** Writes a value as the newest of its group. */
  readonly put: (group: string, key: string, value: T) => void
  readonly remove: (group: string, key: string) => void
  readonly removeGroup: (group: string) => void
}

/** Makes an empty store of values within these bounds. */
export const keepNewestOfGroups = <T>(most: GroupBounds): NewestOfGroups<T> => {
  const groups = new Map<string, Map<string, T>>()
  let count = 0
  const removeFrom = (name: string, group: Map<string, T>, key: string | undefined): void => {
    if (key !== undefined && group.delete(key)) count -= 1
    if (group.size === 0) groups.delete(name)
  }
  const removeOldest = (): void => {
    for (const [name, group] of groups) return removeFrom(name, group, oldestOf(group))
  }
  return {
    get: (name, key) => groups.get(name)?.get(key),
    valuesOf: (name) => [...(groups.get(name)?.values() ?? [])],
    keysOf: (name) => [...(groups.get(name)?.keys() ?? [])],
    put: (name, key, value) => {
      const group = groups.get(name) ?? new Map<string, T>()
      removeFrom(name, group, key)
      groups.delete(name)
      groups.set(name, group.set(key, value))
      count += 1
      if (group.size > most.inGroup) removeFrom(name, group, oldestOf(group))
      if (count > most.inAll) removeOldest()
    },
    remove: (name, key) => {
      const group = groups.get(name)
      if (group !== undefined) removeFrom(name, group, key)
    },
    removeGroup: (name) => {
      count -= groups.get(name)?.size ?? 0
      groups.delete(name)
    },
  }
}

const oldestOf = (group: ReadonlyMap<string, unknown>): string | undefined => group.keys().next().value
