import { readdirSync, readFileSync } from 'node:fs'

export type HashVector = {
  readonly command: string
  readonly password: string
  readonly encoded: string
  /** The id of its format, which argon2 and bcrypt name in the text itself. */
  readonly format: string
}

const folder = new URL('../../vectors/password/', import.meta.url)

/** Hashes that other implementations made, with the commands that made them. */
export const hashVectors = (name: string): readonly HashVector[] => {
  const text = readFileSync(new URL(`${name}.json`, folder), 'utf8')
  const { vectors } = JSON.parse(text) as { readonly vectors: readonly HashVector[] }
  return vectors.map((vector) => ({ ...vector, format: vector.format ?? named(vector.encoded) }))
}

const named = (encoded: string): string => {
  const name = encoded.split('$')[1]!
  return name.startsWith('2') ? 'bcrypt' : name
}

/** The families, one a file. */
export const families: readonly string[] = readdirSync(folder).map((file) => file.replace('.json', ''))

/** bcrypt takes no more bytes of a password than these. */
export const over72 = ({ password }: HashVector): boolean => Buffer.byteLength(password) > 72
