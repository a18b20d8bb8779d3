import { customPrefix, type Strength } from '@keepsake/domain'
import { hashFormat, type HashFormat } from './hash-format.ts'

/** Checks hashes that only the system they come from knows how to make: Authing calls it a password function. */
export type CustomVerifier = {
  /**
   * Whether the hash is of this text; anything but `true` says no. Compares in constant time, leaves the event loop free
   * and comes to an end: it holds one of the few turns at the processor. Where it throws, the verifier is unavailable. It
   * is asked about the user whose hash it is and about nobody else, never with a text that cannot be a password.
   */
  readonly matches: (text: string, encoded: string) => Promise<boolean> | boolean
  /** Whether a text has the shape of these hashes; any text where absent. Where it throws, the text has not. */
  readonly recognises?: (encoded: string) => boolean
  /** `weak` where absent. */
  readonly strength?: Strength
}

const kebabCase = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u

/** A row for hashes that one verifier alone can check, with the id `custom:<name>`. Throws where the name is not in kebab-case. */
export const customFormat = (name: string, verifier: CustomVerifier): HashFormat => {
  if (!kebabCase.test(name)) throw new RangeError(`A custom verifier cannot be named ${JSON.stringify(name)}`)
  return hashFormat({
    id: `${customPrefix}${name}`,
    mustBeNamed: true,
    parse: (encoded) => (encoded !== '' && recognises(encoded, verifier) ? encoded : undefined),
    bounds: [],
    strength: () => verifier.strength ?? 'weak',
    utf8Only: () => true,
    matches: async (password, encoded) => isTrue(await verifier.matches(password.toString(), encoded)),
  })
}

const recognises = (encoded: string, verifier: CustomVerifier): boolean => {
  try {
    return verifier.recognises === undefined || isTrue(verifier.recognises(encoded))
  } catch {
    return false
  }
}

/** Who writes without types may answer with what is merely truthy, such as a promise that was not awaited. */
const isTrue = (answer: unknown): boolean => answer === true
