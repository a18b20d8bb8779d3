import type { Strength } from '@keepsake/domain'
import type { BareHash } from './digest/recipes.ts'

/** Numbers, and names of algorithms. */
export type HashParameters = Readonly<Record<string, number | string>>

/** A hash of one format, read but not yet checked against a password. */
export type ReadHash = {
  /**
   * Everything that decides how long a check takes, by name. It contains nothing of the salt except its size, and
   * nothing of the digest.
   */
  readonly parameters: HashParameters
  readonly strength: Strength
  /** A check would take more memory or time than we grant; `matches` must not be called. */
  readonly tooCostly: boolean
  /** Weaker than what the pool writes today. */
  readonly outdated: boolean
  /** Computes the hash of the password's bytes and compares digests in constant time. Leaves the event loop free. */
  readonly matches: (password: Buffer) => Promise<boolean>
  /** The format itself turns the password into bytes: no encoding except UTF-8 can be given for it. */
  readonly utf8Only: boolean
  /** The fast digest that the hash is, if it is one, over which another hash can be computed. */
  readonly wrappable: BareHash | undefined
}

/** The parameters as one text, such as `memory=19456,parallelism=1,passes=2`, in the order of their names. */
export const costOf = ({ parameters }: Pick<ReadHash, 'parameters'>): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join(',')

/** A row of the table: how one hash format is recognised and checked. */
export type HashFormat = {
  /** The value of `PasswordHash.format`. It is stored with every hash, so it is never renamed. */
  readonly id: string
  /** Its shape says too little to recognise it: a caller that gives such a hash has to name the format. */
  readonly mustBeNamed: boolean
  /**
   * Its hashes look like those of a format that is far more frequent, so they are taken for that format unless this one
   * is named.
   */
  readonly isDisguised: boolean
  /** What may be given beside a hash, in JSON fields. Without it, the whole hash is in its own text. */
  readonly fields?: FieldsBeside
  /** Whether the text has the shape of this format. */
  readonly read: (encoded: string) => ReadHash | undefined
}

/** What a format reads from values that its system keeps beside a hash. */
export type FieldsBeside = {
  readonly salt?: true
  /** The name of the user has to be given, because it is part of what is hashed. */
  readonly username?: true
  readonly parameters?: readonly string[]
}

/** The largest value of one number of a hash. With a name, it is one of the parameters that the hash states. */
export type Bound<P> = {
  readonly name?: string
  readonly of: (parameters: P) => number
  readonly max: number
}

export type HashFormatRow<P> = {
  readonly id: string
  /** The parameters, salt and digest of a hash of exactly this format; nothing for any other text. */
  readonly parse: (encoded: string) => P | undefined
  /**
   * The bounds of everything that decides the cost of a check. The length of the text itself is bounded for all formats
   * together.
   */
  readonly bounds: readonly Bound<P>[]
  /**
   * What else makes a check longer or shorter, such as the digest that is iterated. The usual value may be left out.
   */
  readonly furtherCosts?: (parameters: P) => HashParameters
  readonly strength: (parameters: P) => Strength
  readonly matches: (password: Buffer, parameters: P) => Promise<boolean>
  /** Always, if absent. */
  readonly outdated?: (parameters: P) => boolean
  readonly mustBeNamed?: boolean
  readonly isDisguised?: boolean
  readonly fields?: FieldsBeside
  /** Never, if absent. */
  readonly utf8Only?: (parameters: P) => boolean
  /** For a format that is one fast digest: the parts of its hashes that can be wrapped. */
  readonly wrappable?: (parameters: P) => BareHash | undefined
}

/** Longer than any hash with a salt and a digest of 128 bytes each, and short enough to read at once. */
export const maxEncoded = 1024

/** Makes a row of the table. The type of its parameters stays inside the row. */
export const hashFormat = <P>(row: HashFormatRow<P>): HashFormat => ({
  id: row.id,
  mustBeNamed: row.mustBeNamed ?? false,
  isDisguised: row.isDisguised ?? false,
  ...(row.fields && { fields: row.fields }),
  read: (encoded) => {
    const parameters = encoded.length > maxEncoded ? undefined : row.parse(encoded)
    if (parameters === undefined) return undefined
    return {
      parameters: { ...named(row.bounds, parameters), ...row.furtherCosts?.(parameters) },
      strength: row.strength(parameters),
      tooCostly: row.bounds.some((bound) => bound.of(parameters) > bound.max),
      outdated: row.outdated?.(parameters) ?? true,
      matches: (password) => row.matches(password, parameters),
      utf8Only: row.utf8Only?.(parameters) ?? false,
      wrappable: row.wrappable?.(parameters),
    }
  },
})

const named = <P>(bounds: readonly Bound<P>[], parameters: P): HashParameters => {
  const values: Record<string, number> = {}
  for (const { name, of } of bounds) if (name !== undefined) values[name] = of(parameters)
  return values
}

/**
 * Makes a row for a format that is another one in a different spelling. `translate` gives the text in the spelling of
 * one of the `formats`, which does the rest and is named among the parameters. Its hashes are always outdated, because
 * no hasher of ours writes them.
 */
export const translatedFormat = (
  id: string,
  translate: (encoded: string) => string | undefined,
  formats: readonly HashFormat[],
  rest: Pick<HashFormat, 'fields'> = {},
): HashFormat => ({
  ...rest,
  id,
  mustBeNamed: false,
  isDisguised: false,
  read: (encoded) => {
    const translated = encoded.length > maxEncoded ? undefined : translate(encoded)
    if (translated === undefined) return undefined
    for (const { id: format, read } of formats) {
      const hash = read(translated)
      if (hash !== undefined) return { ...hash, parameters: { format, ...hash.parameters }, outdated: true }
    }
    return undefined
  },
})
