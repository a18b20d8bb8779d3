import type { Notice } from '@keepsake/domain'

/** The order of notices: by the moment of their making, and where that is one, by id, for ids are made in order. */
export const oldestFirst = (one: Notice, other: Notice): number =>
  one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1)
