import { hashFormat, type HashFormat } from '../hash-format.ts'
import { bcryptStrength } from '../strength.ts'
import { readFields } from '../text/fields.ts'
import { textIn } from '../text/json.ts'
import { decodeSalt } from '../text/keys.ts'
import {
  bcryptBounds,
  bcryptMatches,
  maxBytes,
  parseBcrypt,
  type BcryptHash,
  type BcryptOver72,
} from './bcrypt.ts'

type PepperedBcrypt = BcryptHash & { readonly before: Buffer; readonly after: Buffer }

const none = Buffer.alloc(0)
const parameters = ['pepper', 'pepperEncoding', 'pepperPosition']

/**
 * bcrypt of the password with a text before or after it, which Clerk writes as `$2a$...$<pepper>`. In fields it is
 * `pepper`, in the encoding `pepperEncoding`, at the place `pepperPosition`: `suffix`, which is usual, or `prefix`.
 */
export const pepperedBcryptFormat = (over72: BcryptOver72 = 'truncate'): HashFormat =>
  hashFormat<PepperedBcrypt>({
    id: 'peppered-bcrypt',
    fields: { parameters },
    parse: (encoded) => readText(encoded) ?? readBeside(encoded),
    bounds: bcryptBounds,
    strength: ({ cost }) => bcryptStrength(cost),
    matches: async (password, { before, after, ...hash }) => {
      const equal = await bcryptMatches(Buffer.concat([before, password, after]), hash)
      return equal && (password.length <= maxBytes || over72 === 'truncate')
    },
  })

const readText = (encoded: string): PepperedBcrypt | undefined => {
  const [, text, pepper] = /^(\$2[aby]\$\d\d\$[^$]{53})\$([^\s]{1,256})$/u.exec(encoded) ?? []
  const hash = text === undefined ? undefined : parseBcrypt(text)
  return hash && { ...hash, before: none, after: Buffer.from(pepper!) }
}

const readBeside = (encoded: string): PepperedBcrypt | undefined => {
  const fields = readFields(encoded, ['hash', ...parameters])
  const [text, pepper] = [textIn(fields, 'hash'), textIn(fields, 'pepper')]
  const hash = text === undefined ? undefined : parseBcrypt(text)
  if (fields === undefined || hash === undefined || pepper === undefined) return undefined
  const bytes = decodeSalt(pepper, fields['pepperEncoding'] ?? 'utf-8')
  const position = fields['pepperPosition'] ?? 'suffix'
  if (bytes === undefined || (position !== 'suffix' && position !== 'prefix')) return undefined
  // A pepper before the password that fills all the bytes that bcrypt takes would accept every password.
  if (position === 'prefix' && bytes.length >= maxBytes) return undefined
  return {
    ...hash,
    before: position === 'prefix' ? bytes : none,
    after: position === 'suffix' ? bytes : none,
  }
}
