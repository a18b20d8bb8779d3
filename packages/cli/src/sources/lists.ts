import type { ListPath } from '../composition/record-adapters.ts'

/** Where the list is in a JSON file of ours. */
export const ourLists: readonly ListPath[] = [[], ['list']]

/** Where it often is in a file of somebody else. */
export const anyLists: readonly ListPath[] = [
  ...ourLists,
  ...['users', 'data', 'items', 'results', 'records', 'rows'].map((name) => [name]),
]
