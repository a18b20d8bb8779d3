import { randomBytes } from 'node:crypto'
import { configurationError, configurationIssue, type Path } from '@keepsake/domain'
import type { Argon2Engine } from './argon2-engine.ts'
import type { Argon2Parameters } from './argon2-parameters.ts'
import { argon2Format, encodeArgon2, type Argon2Hash } from './formats/argon2/argon2.ts'
import { costOf } from './formats/hash-format.ts'

/** Computes argon2id with the same parameters and a new salt for everything that is written. */
export type Argon2Writer = {
  /** The cost of every hash that it computes. */
  readonly cost: string
  readonly write: (bytes: Buffer) => Promise<Argon2Hash>
}

/** RFC 9106, section 3.1: 16 bytes of salt are recommended for password hashing. */
const saltBytes = 16
/** RFC 9106, section 4: a tag of 256 bits in both recommended options. */
const digestBytes = 32

/**
 * Throws a configuration error for parameters that the verifier would refuse to read back.
 * @param path where the parameters are in the options of the part that opens
 */
export const openArgon2Writer = (
  parameters: Argon2Parameters,
  engine: Argon2Engine,
  path: Path,
): Argon2Writer => {
  const fixed = { ...parameters, variant: 'argon2id', version: 19 } as const
  return {
    cost: costOfReadable(
      { ...fixed, salt: Buffer.alloc(saltBytes), digest: Buffer.alloc(digestBytes) },
      engine,
      path,
    ),
    write: async (bytes) => {
      const salted = { ...fixed, salt: randomBytes(saltBytes) }
      return { ...salted, digest: await engine(bytes, { ...salted, digestBytes }) }
    },
  }
}

/** A pool that wrote hashes which it cannot read would lock its users out, one changed password at a time. */
const costOfReadable = (sample: Argon2Hash, engine: Argon2Engine, path: Path): string => {
  const hash = argon2Format('argon2id', engine).read(encodeArgon2('argon2id', sample))
  const { memory, passes, parallelism } = sample
  const areNumbers = [memory, passes, parallelism].every(Number.isSafeInteger)
  if (hash === undefined || hash.tooCostly || !areNumbers)
    throw configurationError([
      configurationIssue(
        'argon2.parameters_refused',
        path,
        `choose other parameters: argon2id cannot run, or is too costly, with ${JSON.stringify({ memory, passes, parallelism })}`,
      ),
    ])
  return costOf(hash)
}
