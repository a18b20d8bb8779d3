import { createHash } from 'node:crypto'
import { openKeyedDigest } from '@keepsake/adapters/secrets/keyed-digest'
import { openRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import {
  openSecretBox,
  parseSealingKey,
  type Cryptography,
  type SealingKey,
} from '@keepsake/adapters/secrets/secret-box'
import { conceal, type Path, type Secret } from '@keepsake/domain'
import { err, ok, Result, type ResultAsync } from 'neverthrow'
import { z } from 'zod'
import type { KeepsakePorts } from '@keepsake/app'
import { badConfig, badConfigOf, badField, orBadConfig, type BadConfig } from './bad-config.ts'

/** A sealing key: base64 of 32 bytes, with an optional id. `field` is its name in the configuration. */
export type ConfiguredKey = { readonly field: Path; readonly id?: string; readonly key: Secret<string> }

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
  if (single !== undefined) return ok([{ field: ['sealingKey'], key: conceal(single) }])
  return ok(
    (listed ?? []).map(({ id, key }, index) => ({
      field: ['sealingKeys', index],
      key,
      ...(id === undefined ? {} : { id }),
    })),
  )
}

type SecretPorts = Pick<KeepsakePorts, 'secretBox' | 'keyedDigest' | 'recoveryCodeHasher'>

/** Opens the adapters that encrypt secrets and make hashes under a key. */
export const openSecretAdapters = (config: SealingConfig): ResultAsync<SecretPorts, BadConfig> =>
  Result.combineWithAllErrors(config.keys.map(readKey))
    .mapErr((all) => badConfigOf(all.flatMap(({ issues }) => issues)))
    .map((keys) => ({ keys, current: keys[0]?.id ?? '' }))
    .asyncAndThen((keys) =>
      orBadConfig(
        (path) => fieldOf(path, config.keys),
        () => ({
          secretBox: openSecretBox(keys, config.cryptography),
          keyedDigest: openKeyedDigest(config.cryptography),
          recoveryCodeHasher: openRecoveryCodeHasher(keys, config.cryptography),
        }),
      ),
    )

/** The adapters number the keys as the configuration does. */
const fieldOf = ([list, index, ...rest]: Path, keys: readonly ConfiguredKey[]): Path =>
  list === 'keys' && typeof index === 'number'
    ? [...(keys[index]?.field ?? ['sealingKeys']), ...rest]
    : ['sealingKeys']

const readKey = ({ field, id, key }: ConfiguredKey): Result<SealingKey, BadConfig> =>
  parseSealingKey(key.reveal())
    .map((bytes) => ({ id: id ?? digestOf(bytes), key: bytes }))
    .mapErr(() => badField(field, 'give base64 of 32 bytes, as `openssl rand -base64 32` prints it'))

/** Makes the id of a key, so that the same key has the same id in every configuration. */
const digestOf = (key: Uint8Array): string => createHash('sha256').update(key).digest('hex').slice(0, 8)
