import { conceal, type Instant, type Path, type Secret } from '@keepsake/domain'
import { err, ok, Result } from 'neverthrow'
import { z } from 'zod'
import { badConfig, badField, badConfigOf, type BadConfig } from './bad-config.ts'
import type { Environment } from './config-values.ts'
import { rsaPadding, type RsaPadding } from './rsa-padding.ts'

/**
 * A file with a private key in PEM. From `retiresAt` on, the key decrypts nothing. `field` is its name in the configuration.
 */
export type KeyFile = {
  readonly field: Path
  readonly file: string
  /** The passphrase of an encrypted file. */
  readonly passphrase?: Secret<string>
  /** How callers pad passwords that they encrypt with an RSA key. */
  readonly padding?: RsaPadding
  readonly retiresAt?: Instant
}

type Listed = {
  readonly file: string
  /** The name of the environment variable that holds the passphrase of the file. */
  readonly passphraseVariable?: string | undefined
  readonly padding?: RsaPadding | undefined
  readonly retiresAt?: Instant | undefined
}

const listed = {
  file: z.string(),
  passphraseVariable: z.string().min(1).optional(),
  retiresAt: z.iso
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .optional(),
}

/** The schema of a list of key files. `retiresAt` is an ISO 8601 date-time with its offset from UTC. */
export const keyList: z.ZodType<readonly Listed[]> = z.array(z.strictObject(listed)).min(1)

/** The schema of a list of RSA keys. Each may have its own padding. */
export const rsaKeyList: z.ZodType<readonly Listed[]> = z
  .array(z.strictObject({ ...listed, padding: rsaPadding.optional() }))
  .min(1)

/** What the configuration says about keys. Passphrase and padding apply to files that have none of their own. */
type GivenKeys = {
  readonly rsaPrivateKeyFile?: string | undefined
  readonly rsaPrivateKeys?: readonly Listed[] | undefined
  readonly rsaPrivateKeyPassphrase?: string | undefined
  readonly rsaPadding: RsaPadding
  readonly sm2PrivateKeyFile?: string | undefined
  readonly sm2PrivateKeys?: readonly Listed[] | undefined
  readonly sm2PrivateKeyPassphrase?: string | undefined
}

/** The files of the RSA keys, the newest first. */
export const rsaKeyFiles = (given: GivenKeys, environment: Environment): KeyFiles =>
  keyFiles(
    'rsa',
    {
      single: given.rsaPrivateKeyFile,
      list: given.rsaPrivateKeys,
      usual: { ...usualPassphrase(given.rsaPrivateKeyPassphrase), padding: given.rsaPadding },
    },
    environment,
  )

/** The files of the SM2 keys, the newest first. */
export const sm2KeyFiles = (given: GivenKeys, environment: Environment): KeyFiles =>
  keyFiles(
    'sm2',
    {
      single: given.sm2PrivateKeyFile,
      list: given.sm2PrivateKeys,
      usual: usualPassphrase(given.sm2PrivateKeyPassphrase),
    },
    environment,
  )

type KeyFiles = Result<readonly KeyFile[], BadConfig>

type OfKind = {
  readonly single: string | undefined
  readonly list: readonly Listed[] | undefined
  readonly usual: Pick<KeyFile, 'passphrase' | 'padding'>
}

const usualPassphrase = (text: string | undefined): Pick<KeyFile, 'passphrase'> =>
  text === undefined ? {} : { passphrase: conceal(text) }

/** Reads the key files from the one of the two fields that names them. */
const keyFiles = (
  kind: 'rsa' | 'sm2',
  { single, list = [], usual }: OfKind,
  environment: Environment,
): KeyFiles => {
  const [fileField, listField] = [`${kind}PrivateKeyFile`, `${kind}PrivateKeys`] as const
  if (single === undefined)
    return Result.combineWithAllErrors(list.map((key, at) => listedFile(key, [listField, at], environment)))
      .mapErr((all) => badConfigOf(all.flatMap(({ issues }) => issues)))
      .map((files) => files.map((file) => ({ ...usual, ...file })))
  return list.length > 0
    ? err(badConfig(`${fileField} and ${listField} both name keys: list them all in ${listField}`))
    : ok([{ field: [fileField], file: single, ...usual }])
}

const listedFile = (
  { file, padding, passphraseVariable: name, retiresAt }: Listed,
  field: Path,
  environment: Environment,
): Result<KeyFile, BadConfig> => {
  const passphrase = name === undefined ? undefined : environment[name]
  if (name !== undefined && (passphrase === undefined || passphrase === ''))
    return err(badField(field, `the variable ${name} of its passphrase is not set`))
  return ok({
    field,
    file,
    ...(passphrase !== undefined && { passphrase: conceal(passphrase) }),
    ...(padding !== undefined && { padding }),
    ...(retiresAt !== undefined && { retiresAt }),
  })
}
