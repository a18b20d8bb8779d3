import type { OutboxItem } from '@keepsake/domain'

type Place = Pick<OutboxItem, 'createdAt' | 'id'>

/**
 * The order of what is to be sent: by the time of creation, and for the same time by id, because ids are made in order.
 */
export const oldestFirst = (one: Place, other: Place): number =>
  one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1)
