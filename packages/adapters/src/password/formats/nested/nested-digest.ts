import { sameBytes } from '../digest/digest.ts'
import { hashFormat, type HashFormat, type HashParameters } from '../hash-format.ts'
import { affordable, inSlices } from '../iterated/slices.ts'
import { iteratedStrength } from '../strength.ts'
import { computeHash } from './compute.ts'
import { countAll, readsCharacters, type Expression } from './expression.ts'
import { parseNestedHash, type NestedHash } from './nested-hash.ts'
import { bareNested } from './nested-recipe.ts'

/**
 * A hash whose caller says how it is made: `{"expression":"sha1(salt + sha1(password))","hash","salt"}`. With a
 * `username` if the expression uses it.
 */
export const nestedDigestFormat = (): HashFormat =>
  hashFormat<NestedHash>({
    id: 'nested-digest',
    parse: parseNestedHash,
    // The same number as for SHA-crypt, each of which costs about as much: 1 to 2 s. Shiro's own number is 500,000.
    bounds: [{ name: 'digests', of: ({ expression }) => countAll(expression, isDigest), max: 1_000_000 }],
    furtherCosts: ({ expression: { start, step } }) => nameOf(step?.of ?? start),
    strength: ({ expression }) =>
      countAll(expression, isMd5) > 0 ? 'weak' : iteratedStrength(countAll(expression, isDigest)),
    utf8Only: ({ expression }) => readsCharacters(expression),
    matches: async (password, { expression, inputs, kept }) => {
      const { bytes, whole } = affordable(password, countAll(expression, isPassword))
      const computed = await inSlices(computeHash(expression, { ...inputs, password: bytes }))
      return sameBytes(computed, kept) && whole
    },
    wrappable: bareNested,
  })

const isDigest = ({ kind }: Expression): boolean => kind === 'digest' || kind === 'hmac'

const isMd5 = (each: Expression): boolean => 'digest' in each && each.digest === 'md5'

const nameOf = (value: Expression): HashParameters => ('digest' in value ? { digest: value.digest } : {})

const isPassword = (each: Expression): boolean => each.kind === 'input' && each.name === 'password'
