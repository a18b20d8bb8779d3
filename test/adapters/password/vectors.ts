import { readFileSync } from 'node:fs'

export type HashVector = { readonly command: string; readonly password: string; readonly encoded: string }

/** Hashes that Debian's tools made, with the commands that made them. */
export const hashVectors = (name: 'argon2' | 'bcrypt'): readonly HashVector[] => {
  const file = new URL(`../../vectors/password/${name}.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly vectors: readonly HashVector[] }).vectors
}

/** bcrypt takes no more bytes of a password than these. */
export const over72 = ({ password }: HashVector): boolean => Buffer.byteLength(password) > 72
