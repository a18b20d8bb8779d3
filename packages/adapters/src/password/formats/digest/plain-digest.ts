import { isMagento } from '../argon2/magento.ts'
import type { HashFormat } from '../hash-format.ts'
import { decodeDigest } from '../text/base64.ts'
import { readFields } from '../text/fields.ts'
import { textIn } from '../text/json.ts'
import { decodeSalt } from '../text/keys.ts'
import { digestRow } from './digest-row.ts'
import { digestBytes } from './digest.ts'
import { mysql41, noSalt, ntHash, recipes, type Recipe } from './recipes.ts'

const bare = (id: string, recipe: Recipe): HashFormat =>
  digestRow(
    id,
    (encoded) => {
      const digest = decodeDigest(encoded, recipe.digestBytes)
      return digest && { recipe, salt: noSalt, digest }
    },
    { mustBeNamed: true },
  )

const withSalt = (id: string, recipe: Recipe): HashFormat =>
  digestRow(
    id,
    (encoded) => {
      const { text, salt } = readText(encoded) ?? readBeside(encoded) ?? {}
      const digest = text === undefined ? undefined : decodeDigest(text, recipe.digestBytes)
      return digest && salt && { recipe, salt, digest }
    },
    { mustBeNamed: true, fields: { salt: true, parameters: ['saltEncoding'] } },
  )

type Salted = { readonly text: string; readonly salt: Buffer | undefined }

const longest = 2 * Math.max(...Object.values(digestBytes))
const salted = new RegExp(String.raw`^([0-9a-zA-Z+/=]{24,${longest}}):([^\u0000-\u001f\u007f]{1,128})$`, 'u')

const readText = (encoded: string): Salted | undefined => {
  const [, text, salt] = isMagento(encoded) ? [] : (salted.exec(encoded) ?? [])
  return text === undefined ? undefined : { text, salt: Buffer.from(salt!) }
}

/** The digest as `hash`, and the salt in its own field: as text, or in the encoding that is named. */
const readBeside = (encoded: string): Salted | undefined => {
  const fields = readFields(encoded, ['hash', 'salt', 'saltEncoding'])
  const [text, salt] = [textIn(fields, 'hash'), textIn(fields, 'salt')]
  if (fields === undefined || text === undefined || salt === undefined) return undefined
  return { text, salt: decodeSalt(salt, fields['saltEncoding'] ?? 'utf-8') }
}

/** Their texts have another shape. */
const shapedOtherwise: readonly Recipe[] = [mysql41, ntHash]

/**
 * Digests that say nothing about how they were made, so that the format has to be named: alone as `md5`, and as
 * `<digest>:<salt as text>` as `md5-salt-prefix` (the salt first), `md5-salt-suffix` (the password first) and
 * `hmac-md5` (the salt is the key). The same holds for every other digest. The salt may also be given beside its
 * digest.
 */
export const plainDigestFormats = (): readonly HashFormat[] =>
  recipes.flatMap((recipe) => {
    if (recipe.id === undefined || shapedOtherwise.includes(recipe)) return []
    return recipe.salted ? withSalt(recipe.id, recipe) : bare(recipe.id, recipe)
  })
