import { normalised, type PasswordHasher } from '@keepsake/domain'
import type { Argon2Engine } from './argon2-engine.ts'
import { argon2Parameters, type Argon2Parameters } from './argon2-parameters.ts'
import { openArgon2Writer } from './argon2-writer.ts'
import { encodeArgon2 } from './formats/argon2/argon2.ts'
import { nodeArgon2 } from './node-argon2.ts'
import { processTurns, type Turns } from './turns.ts'

export type { Argon2Engine, Argon2Task, Argon2Variant } from './argon2-engine.ts'
export { argon2Parameters, type Argon2Parameters } from './argon2-parameters.ts'
export { nodeArgon2 } from './node-argon2.ts'
export { openTurns, type Turns, type TurnsOptions } from './turns.ts'

export type Argon2HasherOptions = Partial<Argon2Parameters> & {
  readonly turns?: Turns
  /** The library that computes the hashes; the npm package `argon2` if absent. Every engine makes the same hashes. */
  readonly engine?: Argon2Engine
}

/**
 * Writes argon2id hashes as PHC strings, such as `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<digest>`, of the password's
 * NFKC form. Rejects with a configuration error for parameters that the verifier would refuse to read back, and if the
 * engine's package is not installed.
 */
export const openArgon2Hasher = async (options: Argon2HasherOptions = {}): Promise<PasswordHasher> => {
  const { turns = processTurns, engine = nodeArgon2, ...given } = options
  const parameters = { ...argon2Parameters, ...given }
  const { cost, write } = openArgon2Writer(parameters, engine, [])
  await engine.load?.()
  return {
    weight: workOf(parameters) / workOf(argon2Parameters),
    hash: (password, whatFor = 'import') =>
      turns
        .take(() => write(Buffer.from(normalised(password))), whatFor)
        .map((hash) => ({ format: 'argon2id', cost, encoded: encodeArgon2('argon2id', hash) })),
  }
}

/** The number of blocks that are filled, for any number of lanes. */
const workOf = ({ memory, passes }: Argon2Parameters): number => memory * passes
