import { createHash } from 'node:crypto'
import { openKeyedDigest } from '@keepsake/adapters/secrets/keyed-digest'
import { openRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import {
  openSecretBox,
  parseSealingKey,
  type Cryptography,
  type SealingKey,
  type SealingKeyProblem,
} from '@keepsake/adapters/secrets/secret-box'
import { conceal, type Secret } from '@keepsake/domain'
import { err, ok, Result } from 'neverthrow'
import { z } from 'zod'
import type { KeepsakePorts } from '@keepsake/app'
import { badConfig, type BadConfig } from './bad-config.ts'

/** A sealing key: base64 of 32 bytes, with an optional id. `field` is its name in the configuration. */
export type ConfiguredKey = { readonly field: string; readonly id?: string; readonly key: Secret<string> }

/** What an operator decides about stored secrets. */
export type SealingConfig = {
  /** The first key encrypts. All keys decrypt. */
  readonly keys: readonly ConfiguredKey[]
  readonly cryptography: Cryptography
}

type Listed = { readonly id?: string | undefined; readonly key: Secret<string> }

/** The schema of `sealingKeys` in the configuration. */
export const sealingKeyList: z.ZodType<readonly Listed[]> = z
  .array(
    z.strictObject({
      id: z.string().optional(),
      key: z
        .string()
        .min(1)
        .transform((key) => conceal(key)),
    }),
  )
  .min(1)

/** The schema of `cryptography` in the configuration. */
export const cryptography: z.ZodType<Cryptography> = z
  .enum(['international', 'shangmi'])
  .default('international')

/** Reads the sealing keys from the one of the two fields that names them. The current key is first. */
export const sealingKeys = (
  single: string | undefined,
  listed: readonly Listed[] | undefined,
): Result<readonly ConfiguredKey[], BadConfig> => {
  if (single !== undefined && listed !== undefined)
    return err(badConfig('sealingKey and sealingKeys both name keys: list them all in sealingKeys'))
  if (single !== undefined) return ok([{ field: 'sealingKey', key: conceal(single) }])
  return ok(
    (listed ?? []).map(({ id, key }, index) => ({
      field: `sealingKeys[${index}]`,
      key,
      ...(id === undefined ? {} : { id }),
    })),
  )
}

type SecretPorts = Pick<KeepsakePorts, 'secretBox' | 'keyedDigest' | 'recoveryCodeHasher'>

/** Opens the adapters that encrypt secrets and make hashes under a key. */
export const openSecretAdapters = (config: SealingConfig): Result<SecretPorts, BadConfig> =>
  Result.combine(config.keys.map(readKey))
    .map((keys) => ({ keys, current: keys[0]?.id ?? '' }))
    .andThen((keys) =>
      Result.combine([
        openSecretBox(keys, config.cryptography),
        openRecoveryCodeHasher(keys, config.cryptography),
      ]).mapErr((problem) => badConfig(`sealingKeys: ${inWords(problem)}`)),
    )
    .map(([secretBox, recoveryCodeHasher]) => ({
      secretBox,
      keyedDigest: openKeyedDigest(config.cryptography),
      recoveryCodeHasher,
    }))

const readKey = ({ field, id, key }: ConfiguredKey): Result<SealingKey, BadConfig> =>
  parseSealingKey(key.reveal())
    .map((bytes) => ({ id: id ?? digestOf(bytes), key: bytes }))
    .mapErr((problem) => badConfig(`${field}: ${inWords(problem)}`))

/** Makes the id of a key, so that the same key has the same id in every configuration. */
const digestOf = (key: Uint8Array): string => createHash('sha256').update(key).digest('hex').slice(0, 8)

const inWords = (problem: SealingKeyProblem): string => {
  const words = problem.kind.replaceAll('-', ' ')
  return 'id' in problem ? `${words}: ${problem.id}` : words
}
