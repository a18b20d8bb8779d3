import type { Notice } from '@keepsake/domain'

type Place = Pick<Notice, 'createdAt' | 'id'>

/** The order of notices: by the moment of their making, and where that is one, by id, for ids are made in order. */
export const oldestFirst = (one: Place, other: Place): number =>
  one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1)
