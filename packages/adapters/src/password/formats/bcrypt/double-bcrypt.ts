import { hashFormat, type HashFormat } from '../hash-format.ts'
import { bcryptStrength } from '../strength.ts'
import {
  bcryptBounds,
  maxBytes,
  type BcryptOver72,
  bcryptOf,
  bcryptMatches,
  parseBcrypt,
  type BcryptHash,
} from './bcrypt.ts'

type DoubleBcrypt = BcryptHash & { readonly type: string }

/**
 * WoltLab Burning Board 4 and WoltLab Suite before 5.4: bcrypt of the whole string that bcrypt makes from the password
 * with the same salt. It looks like bcrypt.
 */
export const doubleBcryptFormat = (over72: BcryptOver72 = 'truncate'): HashFormat =>
  hashFormat<DoubleBcrypt>({
    id: 'double-bcrypt',
    isDisguised: true,
    parse: (encoded) => {
      const hash = parseBcrypt(encoded)
      return hash && { ...hash, type: encoded.slice(0, '$2a$'.length) }
    },
    bounds: bcryptBounds,
    strength: ({ cost }) => bcryptStrength(cost),
    matches: async (password, { type, ...hash }) => {
      const inner = await bcryptOf(password, hash)
      const equal = await bcryptMatches(Buffer.from(type + inner.slice(type.length)), hash)
      return equal && (password.length <= maxBytes || over72 === 'truncate')
    },
  })
