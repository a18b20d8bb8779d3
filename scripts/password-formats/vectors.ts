import { readdirSync, readFileSync } from 'node:fs'

/** A hash that another implementation made, as the files under `test/vectors` hold them. */
export type Vector = {
  readonly tool: string
  readonly password: string
  readonly encoded: string
  readonly format?: string
  readonly from?: string
  readonly stored?: string
}

/** All vectors of a folder under `test/vectors`. */
export const vectorsIn = (folder: string): readonly Vector[] => {
  const place = new URL(`../../test/vectors/${folder}/`, import.meta.url)
  return readdirSync(place)
    .toSorted()
    .flatMap((file) => {
      const text = readFileSync(new URL(file, place), 'utf8')
      return (JSON.parse(text) as { readonly vectors: readonly Vector[] }).vectors
    })
}

/** The one that shows best what such hashes look like: of a password in ASCII, and the shortest. */
export const exampleOf = (vectors: readonly Vector[]): Vector | undefined =>
  vectors
    .filter(({ password }) => /^[ -~]+$/u.test(password))
    .toSorted((one, other) => one.encoded.length - other.encoded.length)[0]

/** Who made them, each once. */
export const makersOf = (vectors: readonly Vector[]): string =>
  [...new Set(vectors.map(({ tool }) => tool))].toSorted().join(', ')
