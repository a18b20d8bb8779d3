import { crypt64Alphabet, encodeCrypt64 } from '../text/base64.ts'
import { digestOf, sameBytes, type Digest } from '../digest/digest.ts'
import { hashFormat, type HashFormat, type HashFormatRow } from '../hash-format.ts'
import { withSlashes } from '../text/magic-quotes.ts'
import { affordable, inSlices, type Steps } from './slices.ts'
import { iteratedStrength } from '../strength.ts'

type PhpassHash = { readonly rounds: number; readonly salt: string; readonly digest: string }

const row = (
  rest: Pick<HashFormatRow<PhpassHash>, 'id' | 'strength' | 'matches'> & { readonly shape: RegExp },
): HashFormat =>
  hashFormat<PhpassHash>({
    ...rest,
    parse: (encoded) => {
      const [, log2, salt, digest] = rest.shape.exec(encoded) ?? []
      return digest === undefined
        ? undefined
        : { rounds: 2 ** crypt64Alphabet.indexOf(log2!), salt: salt!, digest }
    },
    // 2^20 are 1 to 2 s of one core. WordPress and phpBB write 2^13 and 2^11, Drupal 2^15 and 2^16.
    bounds: [{ name: 'rounds', of: ({ rounds }) => rounds, max: 2 ** 20 }],
  })

/** One character holds the logarithm of the rounds, from 5 for 7 to S for 30: PHP's framework knows no others. */
const setting = String.raw`([5-9A-S])([./0-9A-Za-z]{8})`

/** The portable hashes of phpass: `$P$` in WordPress before 6.8 and many others, `$H$` in phpBB. */
export const phpassFormat = (): HashFormat =>
  row({
    id: 'phpass',
    shape: new RegExp(String.raw`^\$[PH]\$${setting}([./0-9A-Za-z]{21}[./01])$`, 'u'),
    // MD5, mostly 8,192 times.
    strength: () => 'weak',
    matches: async (password, hash) => {
      for (const each of withSlashes(password)) if (await check('md5', each, hash)) return true
      return false
    },
  })

/** Drupal 7's `$S$`: phpass with SHA-512, cut to 43 characters. Drupal accepts no password over 512 bytes. */
export const drupal7Format = (): HashFormat =>
  row({
    id: 'drupal7',
    shape: new RegExp(String.raw`^\$S\$${setting}([./0-9A-Za-z]{43})$`, 'u'),
    strength: ({ rounds }) => iteratedStrength(rounds),
    matches: (password, hash) => check('sha512', password, hash),
  })

const check = async (
  name: Digest,
  password: Buffer,
  { rounds, salt, digest }: PhpassHash,
): Promise<boolean> => {
  const { bytes, whole } = affordable(password, rounds)
  const computed = encodeCrypt64(await inSlices(stretch(name, bytes, Buffer.from(salt), rounds)))
  return sameBytes(computed.slice(0, digest.length), digest) && whole
}

function* stretch(name: Digest, password: Buffer, salt: Buffer, rounds: number): Steps<Buffer> {
  let digest = digestOf(name, salt, password)
  for (let round = 0; round < rounds; round += 1) {
    if (round % 64 === 63) yield
    digest = digestOf(name, digest, password)
  }
  return digest
}
