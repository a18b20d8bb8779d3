import { hashFormat, type HashFormat } from '../hash-format.ts'
import { readFields } from '../text/fields.ts'
import { textIn } from '../text/json.ts'
import { digestBytes, digestOf, isDigest, sameBytes, type Digest } from './digest.ts'

type SaltedHash = { readonly name: Digest; readonly salt: Buffer; readonly digest: Buffer }

/**
 * A salted digest of a system that does not say whether the salt goes before or after the password, as
 * `{"digest","hash","salt"}`: both are computed. It is no row of the table: only exports are translated into it.
 */
export const saltedEitherWayFormat = (): HashFormat =>
  hashFormat<SaltedHash>({
    id: 'salted-digest',
    parse: (encoded) => {
      const fields = readFields(encoded, ['digest', 'hash', 'salt'])
      const [name, hash, salt] = ['digest', 'hash', 'salt'].map((each) => textIn(fields, each))
      if (name === undefined || !isDigest(name) || hash === undefined || salt === undefined) return undefined
      const digest = Buffer.from(hash, 'hex')
      return digest.length === digestBytes[name] ? { name, salt: Buffer.from(salt), digest } : undefined
    },
    bounds: [],
    strength: () => 'weak',
    matches: (password, { name, salt, digest }) => {
      const [before, behind] = [digestOf(name, salt, password), digestOf(name, password, salt)]
      const isBefore = sameBytes(before, digest)
      return Promise.resolve(sameBytes(behind, digest) || isBefore)
    },
  })
