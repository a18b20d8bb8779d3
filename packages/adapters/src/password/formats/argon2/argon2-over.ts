import type { Argon2Engine } from '../../argon2-engine.ts'
import { argon2Bounds, argon2Matches, encodeArgon2, parseArgon2, type Argon2Hash } from './argon2.ts'
import { decodeBase64, encodeBase64 } from '../text/base64.ts'
import { hashFormat, type HashFormat } from '../hash-format.ts'
import type { BareHash, Recipe } from '../digest/recipes.ts'
import { findRecipe } from '../nested/nested-recipe.ts'
import { argon2Strength } from '../strength.ts'

/** argon2id of a digest that is made from the password with recipe and salt. The digest itself is not stored. */
type WrappedHash = { readonly recipe: Recipe; readonly salt: Uint8Array; readonly over: Argon2Hash }

/**
 * `$argon2id-over$<recipe>$<salt>$v=19$m=,t=,p=$<salt>$<digest>`: the part from the version on is argon2id's. The part
 * before it says how the password is turned into the digest that argon2id is computed over. The format has to be named:
 * only this library writes it, so no hash of another system may be taken for one because of its shape. It is always
 * outdated, so that the first sign-in replaces it by argon2id of the password alone.
 */
export const argon2OverFormat = (engine: Argon2Engine): HashFormat =>
  hashFormat<WrappedHash>({
    id: 'argon2id-over',
    mustBeNamed: true,
    parse,
    bounds: argon2Bounds.map(({ of, ...bound }) => ({ ...bound, of: ({ over }) => of(over) })),
    strength: ({ over: { memory, passes } }) => argon2Strength(memory, passes),
    utf8Only: ({ recipe }) => recipe.utf8Only ?? false,
    matches: async (password, { recipe, salt, over }) =>
      argon2Matches(await recipe.derive(password, salt), 'argon2id', over, engine),
  })

/** Writes the wrapped hash of a wrappable hash; `over` is the argon2id of its digest. */
export const encodeArgon2Over = ({ recipe, salt }: BareHash, over: Argon2Hash): string =>
  `$argon2id-over$${recipe.id}$${encodeBase64(salt)}${encodeArgon2('argon2id', over).slice('$argon2id'.length)}`

const shape =
  /^\$argon2id-over\$([a-z0-9-]{3,32}|nested\.[A-Za-z0-9_-]{8,270})\$([A-Za-z0-9+/]{0,683})(\$v=19\$.+)$/u

const parse = (encoded: string): WrappedHash | undefined => {
  const [, id, saltText, rest] = shape.exec(encoded) ?? []
  const recipe = id === undefined ? undefined : findRecipe(id)
  const salt = saltText === undefined ? undefined : decodeBase64(saltText)
  const over = rest === undefined ? undefined : parseArgon2('argon2id', `$argon2id${rest}`)
  if (id === undefined || recipe === undefined || salt === undefined || over === undefined) return undefined
  return recipe.salted || salt.length === 0 ? { recipe, salt, over } : undefined
}
