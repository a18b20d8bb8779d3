import type { HashFormat } from './hash-format.ts'

const bcrypt = ['bcrypt', 'devise-bcrypt', 'double-bcrypt', 'peppered-bcrypt']

/**
 * The marks with which hashes say how they were made, and the formats of their texts. A text that begins with one of these
 * marks has no other format of the table.
 */
const formatsByMark: Readonly<Record<string, readonly string[]>> = {
  $argon2id$: ['argon2id'],
  $argon2i$: ['argon2i'],
  $argon2d$: ['argon2d'],
  $2a$: bcrypt,
  $2b$: bcrypt,
  $2y$: bcrypt,
  $1$: ['md5-crypt'],
  $5$: ['sha256-crypt'],
  $6$: ['sha512-crypt'],
  $P$: ['phpass'],
  $H$: ['phpass'],
  $S$: ['drupal7'],
  pbkdf2_sha256$: ['clerk-pbkdf2', 'django-pbkdf2'],
  bcrypt_sha256$: ['django-bcrypt-sha256'],
}

/** The formats that a text may have. The others need not be asked. */
export type PossibleFormats = (encoded: string) => readonly HashFormat[]

/** To ask all formats takes longer than every other rule for a row. The mark says which ones may answer. */
export const openPossibleFormats = (formats: readonly HashFormat[]): PossibleFormats => {
  const byMark = new Map(
    Object.entries(formatsByMark).map(([mark, ids]) => [mark, formats.filter(({ id }) => ids.includes(id))]),
  )
  return (encoded) => byMark.get(markOf(encoded)) ?? formats
}

/** The text up to its first dollar sign that is not at its beginning. */
const markOf = (encoded: string): string => encoded.slice(0, encoded.indexOf('$', 1) + 1)
