import { decodePaddedBase64 } from '../text/base64.ts'
import { digestRow } from './digest-row.ts'
import { digestBytes } from './digest.ts'
import type { HashFormat } from '../hash-format.ts'
import { mysql41, noSalt, ntHash, recipes, type Recipe } from './recipes.ts'

const hexOnly = /^[0-9a-fA-F]+$/u

/**
 * A digest in hex of either case, or in base64 with its padding. Text in nothing but hex digits is no base64: the
 * hex of SHA-256 is as long as the base64 of SHA-384.
 */
const decode = (text: string, bytes: number): Buffer | undefined => {
  if (!hexOnly.test(text)) return decodePaddedBase64(text)
  return text.length === 2 * bytes ? Buffer.from(text, 'hex') : undefined
}

const longest = 2 * Math.max(...Object.values(digestBytes))
const salted = new RegExp(String.raw`^([0-9a-zA-Z+/=]{24,${longest}}):([^\u0000-\u001f\u007f]{1,128})$`, 'u')

const bare = (id: string, recipe: Recipe): HashFormat =>
  digestRow(
    id,
    (encoded) => {
      const digest = encoded.length > longest ? undefined : decode(encoded, recipe.digestBytes)
      return digest && { recipe, salt: noSalt, digest }
    },
    true,
  )

const withSalt = (id: string, recipe: Recipe): HashFormat =>
  digestRow(
    id,
    (encoded) => {
      const [, text, salt] = salted.exec(encoded) ?? []
      const digest = text === undefined ? undefined : decode(text, recipe.digestBytes)
      return digest && { recipe, salt: Buffer.from(salt!), digest }
    },
    true,
  )

/** Their texts have a shape of their own. */
const shapedOtherwise: readonly Recipe[] = [mysql41, ntHash]

/**
 * Digests that say nothing of how they were made, so that the format has to be named: alone as `md5`, and as
 * `<digest>:<salt as text>` as `md5-salt-prefix` (the salt first), `md5-salt-suffix` (the password first) and
 * `hmac-md5` (the salt is the key). The same for every other digest.
 */
export const plainDigestFormats = (): readonly HashFormat[] =>
  recipes.flatMap((recipe) => {
    if (recipe.id === undefined || shapedOtherwise.includes(recipe)) return []
    return recipe.salted ? withSalt(recipe.id, recipe) : bare(recipe.id, recipe)
  })
