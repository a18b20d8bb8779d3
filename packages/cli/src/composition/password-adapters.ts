import {
  argon2Parameters,
  nodeArgon2,
  openArgon2Hasher,
  type Argon2Engine,
  type Argon2Parameters,
} from '@keepsake/adapters/password/argon2'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { openBreachedRange } from '@keepsake/adapters/password-lists/breached-range'
import { openCommonPasswords } from '@keepsake/adapters/password-lists/common'
import {
  conceal,
  noBreachedPasswords,
  openTogether,
  type BreachedPasswords,
  type Path,
  type Secret,
} from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { z } from 'zod'
import type { KeepsakePorts } from '@keepsake/app'
import { orBadConfig, type BadConfig } from './bad-config.ts'
import { loadVerifiers } from './load-verifiers.ts'

/** What an operator decides about new hashes, and the npm package that computes them. */
export type Argon2Config = Argon2Parameters & { readonly engine: 'argon2' | '@node-rs/argon2' }

/** The schema of `argon2` in the configuration. */
export const argon2Config: z.ZodType<Argon2Config> = z
  .strictObject({
    engine: z.enum(['argon2', '@node-rs/argon2']).default('argon2'),
    memory: z.int().default(argon2Parameters.memory),
    passes: z.int().default(argon2Parameters.passes),
    parallelism: z.int().min(1).default(argon2Parameters.parallelism),
  })
  .refine(
    // The minimum of ASVS 5.0, appendix C. The adapter itself refuses values that are too high.
    ({ memory, passes }) => (memory >= 19_456 && passes >= 2) || (memory >= 47_104 && passes >= 1),
    'memory and passes must be at least 19456 and 2, or 47104 and 1',
  )
  .prefault({})

/** Facts that stored hashes do not contain. */
export type LegacyHashes = {
  /** What happens to a password longer than the 72 bytes that bcrypt reads. Most systems signed users in by `truncate`. */
  readonly bcryptOver72: 'refuse' | 'truncate'
  /** `config.pepper` of a Rails system with Devise. */
  readonly devisePepper?: Secret<string> | undefined
}

/** The schema of `legacyHashes` in the configuration. */
export const legacyHashes: z.ZodType<LegacyHashes> = z
  .strictObject({
    bcryptOver72: z.enum(['refuse', 'truncate']).default('truncate'),
    devisePepper: z
      .string()
      .min(1)
      .transform((pepper) => conceal(pepper))
      .optional(),
  })
  .prefault({})

/** What an operator decides about password hashes and leaked passwords. */
export type PasswordAdaptersConfig = {
  readonly argon2: Argon2Config
  readonly legacyHashes: LegacyHashes
  /** A module whose default export holds custom verifiers by name. */
  readonly passwordVerifiersFile?: string | undefined
  /** The address of the ranges of leaked passwords. */
  readonly breachedPasswordsUrl?: string | undefined
}

type PasswordPorts = Pick<
  KeepsakePorts,
  'passwordHasher' | 'passwordVerifier' | 'commonPasswords' | 'breachedPasswords'
>

/** Longer than such a service takes, and shorter than a user waits. */
const leaksTimeoutMs = 3000

/** Opens the adapters that hash, verify and check passwords. */
export const openPasswordAdapters = (config: PasswordAdaptersConfig): ResultAsync<PasswordPorts, BadConfig> =>
  loadVerifiers(config.passwordVerifiersFile).andThen((custom) =>
    orBadConfig(fieldOf, async () => {
      const { engine: name, ...current } = config.argon2
      const { bcryptOver72, devisePepper } = config.legacyHashes
      const engine = await openEngine(name)
      const opened = await openTogether({
        passwordHasher: () => openArgon2Hasher({ ...current, engine }),
        passwordVerifier: () =>
          openPasswordVerifier({
            current,
            custom,
            argon2Engine: engine,
            bcryptOver72,
            ...(devisePepper === undefined ? {} : { devisePepper }),
          }),
        commonPasswords: openCommonPasswords,
      })
      return { ...opened, breachedPasswords: openBreachedPasswords(config.breachedPasswordsUrl) }
    }),
  )

/** What is wrong with the parameters of argon2, and a missing engine, is about `argon2`. */
const fieldOf = ([list, ...rest]: Path): Path =>
  list === 'custom' ? ['passwordVerifiersFile', ...rest] : ['argon2']

/** An engine that is not chosen is not loaded, and need not be installed. */
const openEngine = async (name: Argon2Config['engine']): Promise<Argon2Engine> =>
  name === 'argon2' ? nodeArgon2 : (await import('@keepsake/adapters/password/node-rs-argon2')).nodeRsArgon2

const openBreachedPasswords = (url: string | undefined): BreachedPasswords =>
  url === undefined
    ? noBreachedPasswords
    : openBreachedRange({ url: new URL(url), timeoutMs: leaksTimeoutMs })
