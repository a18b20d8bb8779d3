import { recipes, type BareHash, type Recipe } from '../digest/recipes.ts'
import { computeHash } from './compute.ts'
import { isMadeOf, readsCharacters, sizeOf } from './expression.ts'
import type { NestedHash } from './nested-hash.ts'
import { parseExpression } from './parse-expression.ts'

/**
 * The recipe for an id, as a wrapped hash names it: one of `recipes`, or an expression in base64url after `nested.`.
 */
export const findRecipe = (id: string): Recipe | undefined =>
  id.startsWith(prefix) ? nestedRecipe(id) : recipes.find((each) => each.id === id)

/**
 * The parts of a nested hash that can be wrapped: it must be fast to compute, from nothing but the password and a salt.
 */
export const bareNested = ({ text, inputs, kept }: NestedHash): BareHash | undefined => {
  const recipe = nestedRecipe(prefix + Buffer.from(text).toString('base64url'))
  // With a longer salt, a wrapped hash could be longer than any that is read.
  return recipe !== undefined && inputs.salt.length <= 128
    ? { recipe, salt: inputs.salt, digest: kept }
    : undefined
}

const prefix = 'nested.'

const nestedRecipe = (id: string): Recipe | undefined => {
  const expression = parseExpression(Buffer.from(id.slice(prefix.length), 'base64url').toString())
  if (expression === undefined || expression.step !== undefined || isMadeOf(expression, 'username'))
    return undefined
  const derive = (password: Buffer, salt: Uint8Array): Buffer => {
    const inputs = { password, salt: Buffer.from(salt), username: Buffer.alloc(0) }
    const { value } = computeHash(expression, inputs).next()
    return value ?? Buffer.alloc(0)
  }
  return {
    id,
    ...(readsCharacters(expression) && { utf8Only: true }),
    salted: isMadeOf(expression, 'salt'),
    digestBytes: sizeOf(expression),
    derive,
  }
}
