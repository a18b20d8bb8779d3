import type { Argon2Engine, Argon2Task, Argon2Variant } from '../../argon2-engine.ts'
import type { Argon2Parameters } from '../../argon2-parameters.ts'
import { decodeBase64, encodeBase64 } from '../text/base64.ts'
import { sameBytes } from '../digest/digest.ts'
import {
  hashFormat,
  translatedFormat,
  type Bound,
  type HashFormat,
  type HashParameters,
} from '../hash-format.ts'
import { argon2Strength } from '../strength.ts'

/**
 * Everything that a PHC string of argon2 says, except the variant. Strings from before version 19 leave the version
 * out.
 */
export type Argon2Hash = Argon2Parameters &
  Pick<Argon2Task, 'version' | 'salt'> & {
    readonly digest: Buffer
  }

export const argon2Bounds: readonly Bound<Argon2Hash>[] = [
  // KiB: 256 MiB is four times the second recommended option of RFC 9106; a small server can run a few such checks at
  // once.
  { name: 'memory', of: ({ memory }) => memory, max: 256 * 1024 },
  // Old libraries defaulted to 3 or 4 passes; libsodium's slowest argon2i preset takes 8.
  { name: 'passes', of: ({ passes }) => passes, max: 10 },
  // Each lane is a thread while the check runs.
  { name: 'parallelism', of: ({ parallelism }) => parallelism, max: 16 },
  // KiB times passes is the time of a check: 1 GiB is about 1 s of one core.
  { of: ({ memory, passes }) => memory * passes, max: 1024 * 1024 },
]

/** Writes the PHC string, with its parameters in the order m, t, p that the reference implementation requires. */
export const encodeArgon2 = (variant: Argon2Variant, hash: Argon2Hash): string =>
  `$${variant}$v=${hash.version}$m=${hash.memory},t=${hash.passes},p=${hash.parallelism}` +
  `$${encodeBase64(hash.salt)}$${encodeBase64(hash.digest)}`

/**
 * One variant of argon2 in a PHC string. Its hashes are outdated if they have less memory, fewer passes or an older
 * version than `current`; fewer lanes make no hash weaker. Without `current`, all are outdated.
 */
export const argon2Format = (
  variant: Argon2Variant,
  engine: Argon2Engine,
  current?: Argon2Parameters,
): HashFormat =>
  hashFormat({
    id: variant,
    parse: (encoded) => parseArgon2(variant, encoded),
    bounds: argon2Bounds,
    // One engine computes the older version in three quarters of the time.
    furtherCosts: ({ version }): HashParameters => (version === 19 ? {} : { version }),
    strength: ({ memory, passes }) => argon2Strength(memory, passes),
    matches: (password, hash) => argon2Matches(password, variant, hash, engine),
    outdated: ({ memory, passes, version }) =>
      current === undefined || memory < current.memory || passes < current.passes || version < 19,
  })

/** Whether the hash is the hash of these bytes. */
export const argon2Matches = async (
  bytes: Buffer,
  variant: Argon2Variant,
  { digest, ...rest }: Argon2Hash,
  engine: Argon2Engine,
): Promise<boolean> =>
  sameBytes(await engine(bytes, { ...rest, variant, digestBytes: digest.length }), digest)

/** Every variant, for the formats that contain one of them in another spelling. */
export const argon2Formats = (engine: Argon2Engine): readonly HashFormat[] => [
  argon2Format('argon2id', engine),
  argon2Format('argon2i', engine),
  argon2Format('argon2d', engine),
]

/** Django's: any variant's PHC string after the name of its hasher, `argon2$argon2id$v=19$...`. */
export const djangoArgon2Format = (engine: Argon2Engine): HashFormat =>
  translatedFormat(
    'django-argon2',
    (encoded) => (encoded.startsWith('argon2$') ? encoded.slice('argon2'.length) : undefined),
    argon2Formats(engine),
  )

/**
 * At least 8 bytes of salt (RFC 9106) and 16 bytes of digest, and at most 128 bytes of each: 11, 22 and 171 characters.
 */
const shape =
  /^\$(argon2id|argon2i|argon2d)\$(?:v=(16|19)\$)?([mtp]=[1-9]\d{0,9}),([mtp]=[1-9]\d{0,9}),([mtp]=[1-9]\d{0,9})\$([A-Za-z0-9+/]{11,171})\$([A-Za-z0-9+/]{22,171})$/u

/** What a PHC string of this variant says; nothing for any other text. */
export const parseArgon2 = (variant: Argon2Variant, encoded: string): Argon2Hash | undefined => {
  const [, id, version, first, second, third, saltText, digestText] = shape.exec(encoded) ?? []
  if (id !== variant) return undefined
  const costs = parseCosts([first!, second!, third!])
  const salt = decodeBase64(saltText!)
  const digest = decodeBase64(digestText!)
  if (costs === undefined || salt === undefined || digest === undefined) return undefined
  return { ...costs, version: version === '19' ? 19 : 16, salt, digest }
}

/** In any order: the reference implementation writes m, t, p and the npm package `argon2` m, p, t. Each occurs once. */
const parseCosts = (fields: readonly string[]): Argon2Parameters | undefined => {
  const valueOf = (letter: string): number | undefined => {
    const field = fields.find((each) => each.startsWith(letter))
    return field === undefined ? undefined : Number(field.slice(2))
  }
  const [memory, passes, parallelism] = [valueOf('m'), valueOf('t'), valueOf('p')]
  if (memory === undefined || passes === undefined || parallelism === undefined) return undefined
  // RFC 9106, section 3.1: at least 8 KiB for each lane. No implementation makes a hash with less.
  return memory < 8 * parallelism ? undefined : { memory, passes, parallelism }
}
