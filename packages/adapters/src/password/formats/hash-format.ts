/** A hash of one format, read but not yet computed with. */
export type ReadHash = {
  /** A check would take more memory or time than we grant; `matches` must not be called. */
  readonly tooCostly: boolean
  /** Weaker than what the pool writes today. */
  readonly outdated: boolean
  /** Computes the hash of the text and compares digests in constant time. Runs off the event loop. */
  readonly matches: (text: string) => Promise<boolean>
}

/** A row of the table: how one hash format is told from all others, and checked. */
export type HashFormat = {
  /** What `PasswordHash.format` says. Stored with every hash, so it is never renamed. */
  readonly id: string
  /** Tells by shape alone whether the text is a hash of this format. */
  readonly read: (encoded: string) => ReadHash | undefined
}

/** The most that one number of a hash may be. */
export type Bound<P> = { readonly of: (parameters: P) => number; readonly max: number }

export type HashFormatRow<P> = {
  readonly id: string
  /** The parameters, salt and digest of a hash of exactly this format; nothing for any other text. */
  readonly parse: (encoded: string) => P | undefined
  /** On all that decides what a check costs. The size of the text itself is bounded for every format alike. */
  readonly bounds: readonly Bound<P>[]
  readonly matches: (text: string, parameters: P) => Promise<boolean>
  /** Always, where absent. */
  readonly outdated?: (parameters: P) => boolean
}

/** Longer than any hash with a salt and a digest of 128 bytes each, and short enough to read in no time. */
const maxEncoded = 1024

/** Makes a row of the table. What its parameters are stays inside the row. */
export const hashFormat = <P>({ id, parse, bounds, matches, outdated }: HashFormatRow<P>): HashFormat => ({
  id,
  read: (encoded) => {
    const parameters = encoded.length > maxEncoded ? undefined : parse(encoded)
    if (parameters === undefined) return undefined
    return {
      tooCostly: bounds.some((bound) => bound.of(parameters) > bound.max),
      outdated: outdated?.(parameters) ?? true,
      matches: (text) => matches(text, parameters),
    }
  },
})
