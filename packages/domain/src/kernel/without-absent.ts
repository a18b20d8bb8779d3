/** The record without the fields that are `undefined`. */
export const withoutAbsent = <T extends object>(record: T): T => {
  const present: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(record)) if (value !== undefined) present[name] = value
  return present as T
}
