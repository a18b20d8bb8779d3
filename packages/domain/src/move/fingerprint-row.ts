import { canonicalText } from './canonical-row.ts'

/** Makes the stored digest of a text, which begins with the id of its key. */
export type StoredDigestOf = (text: string) => string

/**
 * The fingerprint of a row: it shows that a row is brought as before, and nothing else of it. Secrets go in, and only the
 * digest comes out. `rules` are what decides how the row is read, so that the same row under other rules is another one.
 */
export const fingerprintRow = (row: unknown, rules: string, digest: StoredDigestOf): string =>
  digest(canonicalText([rules, row]))

/**
 * Whether two fingerprints are of the same row. Digests under different keys cannot be compared: then the row counts as
 * another one, and its fields decide what is written.
 */
export const isSameRow = (one: string | undefined, other: string): boolean => one === other

/** How much of a digest stands for a field. A collision in one row is less likely than one in 10^14. */
const fieldDigits = 8

/**
 * What stands in each field, as a short digest: enough to see that it is the same as before. The name goes in too, so that
 * fields with the same value do not show it.
 */
export const traceFields = (
  fields: Readonly<Record<string, unknown>>,
  digest: StoredDigestOf,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, traceField(name, value, digest)]),
  )

/** The short digest of one field. */
export const traceField = (name: string, value: unknown, digest: StoredDigestOf): string =>
  digest(canonicalText([name, value])).slice(-fieldDigits)
