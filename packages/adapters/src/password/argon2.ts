import { randomBytes } from 'node:crypto'
import { normalised, type PasswordHasher } from '@keepsake/domain'
import type { Argon2Engine } from './argon2-engine.ts'
import { argon2Parameters, type Argon2Parameters } from './argon2-parameters.ts'
import { argon2Format, encodeArgon2 } from './formats/argon2.ts'
import { costOf, type ReadHash } from './formats/hash-format.ts'
import { nodeArgon2 } from './node-argon2.ts'
import { processTurns, type Turns } from './turns.ts'

export type { Argon2Engine, Argon2Task, Argon2Variant } from './argon2-engine.ts'
export { argon2Parameters, type Argon2Parameters } from './argon2-parameters.ts'
export { nodeArgon2 } from './node-argon2.ts'

export type Argon2HasherOptions = Partial<Argon2Parameters> & {
  readonly turns?: Turns
  /** What computes the hashes; the npm package `argon2` where absent. Every engine makes the same ones. */
  readonly engine?: Argon2Engine
}

/** RFC 9106, section 3.1: 16 bytes of salt are recommended for password hashing. */
const saltBytes = 16
/** RFC 9106, section 4: a tag of 256 bits in both recommended options. */
const digestBytes = 32

/**
 * Writes argon2id hashes as PHC strings, such as `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<digest>`, of the password's
 * NFKC form. Throws at once for parameters that the verifier would refuse to read back.
 */
export const openArgon2Hasher = (options: Argon2HasherOptions = {}): PasswordHasher => {
  const { turns = processTurns, engine = nodeArgon2, ...given } = options
  const parameters = { ...argon2Parameters, ...given }
  const cost = costOf(checkReadable(parameters, engine))
  return {
    hash: (password) =>
      turns
        .take(() => encode(normalised(password), parameters, engine), 'import')
        .map((encoded) => ({ format: 'argon2id', cost, encoded })),
  }
}

const encode = async (text: string, parameters: Argon2Parameters, engine: Argon2Engine): Promise<string> => {
  const task = {
    ...parameters,
    variant: 'argon2id',
    version: 19,
    salt: randomBytes(saltBytes),
    digestBytes,
  } as const
  return encodeArgon2('argon2id', { ...task, digest: await engine(Buffer.from(text), task) })
}

/** A pool that wrote what it cannot read would lock its users out, one changed password at a time. */
const checkReadable = (parameters: Argon2Parameters, engine: Argon2Engine): ReadHash => {
  const sample = {
    ...parameters,
    version: 19,
    salt: Buffer.alloc(saltBytes),
    digest: Buffer.alloc(digestBytes),
  } as const
  const hash = argon2Format('argon2id', engine).read(encodeArgon2('argon2id', sample))
  if (hash === undefined || hash.tooCostly)
    throw new RangeError(`argon2id cannot run, or is too costly, with ${JSON.stringify(parameters)}`)
  return hash
}
