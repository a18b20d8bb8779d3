/** Where a list is in a JSON file: the keys that lead to it. The empty path is the file's own list. */
export type ListPath = readonly string[]

/** Reads `$`, `$.users`, `$.data.users`. Nothing if it is no such path. */
export const parseListPath = (text: string): ListPath | undefined =>
  /^\$(?:\.[^.[\]*\s]+)*$/u.test(text) ? text.split('.').slice(1) : undefined

/** Writes a path: `$.users`. */
export const formatListPath = (path: ListPath): string => ['$', ...path].join('.')

/** Whether one path is the beginning of another one, or is the same. */
export const leadsTo = (path: ListPath, to: ListPath): boolean =>
  path.length <= to.length && path.every((key, index) => key === to[index])
