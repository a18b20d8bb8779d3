import { readdirSync, readFileSync } from 'node:fs'
import type { HashDetails } from '@keepsake/domain'

/** A hash that another implementation made, with what its caller says of it. */
export type DetailsVector = HashDetails & {
  readonly command: string
  readonly password: string
  readonly encoded: string
  /** The format that the caller names, if any. */
  readonly format?: string
  /** What `PasswordHash.format` says once it is recognised. */
  readonly stored: string
}

const folder = new URL('../../vectors/password-details/', import.meta.url)

/** The vectors of one file, with the commands that made them. */
export const detailsVectors = (name: string): readonly DetailsVector[] => {
  const text = readFileSync(new URL(`${name}.json`, folder), 'utf8')
  return (JSON.parse(text) as { readonly vectors: readonly DetailsVector[] }).vectors
}

/** The names of the files. */
export const detailsFamilies: readonly string[] = readdirSync(folder).map((file) => file.replace('.json', ''))

/** What the caller says of the hash that it does not say itself. */
export const detailsOf = ({ prehash, encoding, salt, parameters, username }: DetailsVector): HashDetails => ({
  ...(prehash && { prehash }),
  ...(encoding && { encoding }),
  ...(salt !== undefined && { salt }),
  ...(parameters && { parameters }),
  ...(username !== undefined && { username }),
})
