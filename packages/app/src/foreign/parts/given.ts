/** A record whose fields may be undefined. */
export type MaybeUndefined<T> = { readonly [K in keyof T]: T[K] | undefined }

/** The record without its undefined fields. */
export const given = <T extends object>(fields: MaybeUndefined<T>): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T

/** Whether two texts are the same but for case and white space around them. */
export const sameText = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one.trim().toLowerCase() === other.trim().toLowerCase()

/** The list without repetitions and empty texts. */
export const distinct = (texts: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(texts.filter((text): text is string => text !== undefined && text !== '')),
]

/** The latest of these times. */
export const latest = (...times: readonly (number | undefined)[]): number | undefined => {
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}

/** The earliest of these times. */
export const earliest = (...times: readonly (number | undefined)[]): number | undefined => {
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}
