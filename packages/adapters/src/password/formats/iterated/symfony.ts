import { decodePaddedBase64 } from '../text/base64.ts'
import { digestOf, sameBytes } from '../digest/digest.ts'
import { hashFormat, type HashFormat } from '../hash-format.ts'
import { affordable, inSlices, type Steps } from './slices.ts'
import { iteratedStrength } from '../strength.ts'

type SymfonyHash = { readonly iterations: number; readonly salt: string; readonly digest: Buffer }

const shape = /^sha512_symfony\$([1-9]\d{0,9})\$([^${}\s]{0,128})\$([A-Za-z0-9+/]{86}==)$/u

/**
 * Symfony's MessageDigestPasswordHasher with its defaults, in the string that Clerk made for it:
 * `sha512_symfony$<iterations>$<salt as text>$<digest in base64>`. Symfony keeps the parts in separate columns.
 */
export const symfonyFormat = (): HashFormat =>
  hashFormat<SymfonyHash>({
    id: 'symfony-sha512',
    parse: (encoded) => {
      const [, iterations, salt, text] = shape.exec(encoded) ?? []
      const digest = text === undefined ? undefined : decodePaddedBase64(text)
      return digest === undefined ? undefined : { iterations: Number(iterations), salt: salt!, digest }
    },
    // The same number as for SHA-crypt, which does about the same work: 1 to 2 s. Symfony's own number is 5,000.
    bounds: [{ name: 'iterations', of: ({ iterations }) => iterations, max: 1_000_000 }],
    // Every iteration feeds the salt to the digest, so the salt can cost one more block of it.
    furtherCosts: ({ salt }) => ({ saltBytes: Buffer.byteLength(salt) }),
    strength: ({ iterations }) => iteratedStrength(iterations),
    matches: async (password, { iterations, salt, digest }) => {
      const { bytes, whole } = affordable(password, iterations)
      const salted = salt === '' ? bytes : Buffer.concat([bytes, Buffer.from(`{${salt}}`)])
      return sameBytes(await inSlices(stretch(salted, iterations)), digest) && whole
    },
  })

function* stretch(salted: Buffer, iterations: number): Steps<Buffer> {
  let digest = digestOf('sha512', salted)
  for (let iteration = 1; iteration < iterations; iteration += 1) {
    if (iteration % 64 === 63) yield
    digest = digestOf('sha512', digest, salted)
  }
  return digest
}
