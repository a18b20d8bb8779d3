import type { OutboxItem } from '@keepsake/domain'

type Place = Pick<OutboxItem, 'createdAt' | 'id'>

/** The order of what is to be told: by the moment of their making, and where that is one, by id, for ids are made in order. */
export const oldestFirst = (one: Place, other: Place): number =>
  one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1)
