import { createHmac, hash } from 'node:crypto'
import { hashFormat, type HashFormat } from '../hash-format.ts'
import { parseObject, textIn } from '../text/json.ts'
import { sameBytes } from './digest.ts'
import { loadHashWasm } from './hash-wasm.ts'

/**
 * Digests that few systems use, with their sizes in bytes. OpenSSL 3 has only RIPEMD-160 of them, `hash-wasm` the other
 * two.
 */
const sizes = { md4: 16, ripemd160: 20, whirlpool: 64 } as const

type RareDigest = keyof typeof sizes

const isRare = (name: string): name is RareDigest => Object.hasOwn(sizes, name)

/** Where the salt goes, or that it is the key of an HMAC. */
const places = ['prefix', 'suffix', 'key'] as const

type Place = (typeof places)[number]

type RareHash = {
  readonly name: RareDigest
  readonly place: Place
  readonly salt: Buffer
  readonly value: Buffer
}

/**
 * A digest of MD4, RIPEMD-160 or Whirlpool as `{"rare","place","salt","value"}`, the last two in hex. It is no row of
 * the table: only exports are translated into it.
 */
export const rareDigestFormat = (): HashFormat =>
  hashFormat<RareHash>({
    id: 'rare-digest',
    parse,
    bounds: [],
    strength: () => 'weak',
    matches: async (password, rare) => sameBytes(await compute(password, rare), rare.value),
  })

/** Writes such a text; nothing if it is another digest. */
export const writeRareDigest = (
  rare: string,
  place: Place,
  salt: Uint8Array,
  value: Uint8Array,
): string | undefined =>
  isRare(rare)
    ? JSON.stringify({
        rare,
        place,
        salt: Buffer.from(salt).toString('hex'),
        value: Buffer.from(value).toString('hex'),
      })
    : undefined

const parse = (encoded: string): RareHash | undefined => {
  const fields = parseObject(encoded)
  const [name, salt, hex] = ['rare', 'salt', 'value'].map((each) => textIn(fields, each))
  const place = places.find((each) => each === textIn(fields, 'place'))
  if (name === undefined || !isRare(name) || place === undefined || salt === undefined || hex === undefined)
    return undefined
  const value = Buffer.from(hex, 'hex')
  return value.length === sizes[name] ? { name, place, salt: Buffer.from(salt, 'hex'), value } : undefined
}

const compute = (password: Buffer, { name, place, salt }: RareHash): Promise<Buffer> =>
  place === 'key'
    ? hmacOf(name, salt, password)
    : digestOf(name, Buffer.concat(place === 'prefix' ? [salt, password] : [password, salt]))

const digestOf = async (name: RareDigest, text: Buffer): Promise<Buffer> => {
  if (name === 'ripemd160') return hash(name, text, 'buffer')
  const { md4, whirlpool } = await loadHashWasm()
  return Buffer.from(await (name === 'md4' ? md4(text) : whirlpool(text)), 'hex')
}

const hmacOf = async (name: RareDigest, key: Buffer, text: Buffer): Promise<Buffer> => {
  if (name === 'ripemd160') return createHmac(name, key).update(text).digest()
  const { createHMAC, createMD4, createWhirlpool } = await loadHashWasm()
  const hmac = await createHMAC(name === 'md4' ? createMD4() : createWhirlpool(), key)
  return Buffer.from(hmac.init().update(text).digest('binary'))
}
