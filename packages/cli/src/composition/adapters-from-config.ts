import { readSecretFile, type SecretFiles } from '@keepsake/adapters/files/secret-file'
import { openFixedOrganization } from '@keepsake/adapters/organization/fixed'
import { openTotpEngine } from '@keepsake/adapters/totp/otplib'
import { inspectHash, openPasswordVerifier, type HashInspection } from '@keepsake/adapters/password/verifier'
import { openPhoneNumbers } from '@keepsake/adapters/phone/libphonenumber'
import { openRsaCipher, type TransportKey } from '@keepsake/adapters/cipher/rsa'
import { openSm2Cipher } from '@keepsake/adapters/cipher/sm2'
import { nodeSystem } from '@keepsake/adapters/system/node'
import {
  openTogether,
  type Clock,
  type PasswordVerifier,
  type Path,
  type TransportCipher,
  type TransportCiphers,
  type Unavailable,
} from '@keepsake/domain'
import { okAsync, ResultAsync } from 'neverthrow'
import type { KeepsakePorts } from '@keepsake/app'
import { allOpen, badConfigOf, badField, orBadConfig, type BadConfig } from './bad-config.ts'
import type { Config, KeyFile } from './config.ts'
import { openEvents, openNoticeSender } from './notice-adapters.ts'
import { openPasswordAdapters } from './password-adapters.ts'
import { present } from './present.ts'
import { openSecretAdapters } from './secret-adapters.ts'
import { openStorage } from './storage-adapters.ts'

/**
 * Opens the adapters that a configuration names. The issues of all are listed together. The storage is opened last, so that
 * a bad key leaves no database file behind.
 */
export const adaptersOf = (config: Config): ResultAsync<KeepsakePorts, BadConfig | Unavailable> => {
  const system = nodeSystem()
  return allOpen({
    transportCiphers: openTransportCiphers(config, system.clock),
    secrets: openSecretAdapters(config.sealing),
    passwords: openPasswordAdapters(config.passwordAdapters),
    noticeSender: openNoticeSender(config.notices, config.pool, system.clock),
    eventSender: openEvents(config.notices, system.clock),
    libraries: orBadConfig(asItIs, () =>
      openTogether({ totpEngine: openTotpEngine, phoneNumbers: openPhoneNumbers }),
    ),
  }).andThen(({ secrets, passwords, libraries, eventSender, ...opened }) =>
    openStorage(config.database).map((storage) => ({
      storage,
      ...secrets,
      ...passwords,
      ...libraries,
      ...opened,
      ...present({ eventSender }),
      organization: openFixedOrganization(config),
      system,
    })),
  )
}

const asItIs = (path: Path): Path => path

/** Tools for hashes that need no storage: what a hash may be, and whether a password matches it. */
export type HashTools = {
  readonly inspect: (encoded: string) => HashInspection
  readonly verifier: PasswordVerifier
}

/** Opens the tools for hashes. */
export const openHashTools = async (): Promise<HashTools> => ({
  inspect: inspectHash,
  verifier: await openPasswordVerifier(),
})

export { openQrCodes, type QrCodes } from '@keepsake/adapters/totp/qr'
export { inspectHash } from '@keepsake/adapters/password/verifier'

const openTransportCiphers = (config: Config, clock: Clock): ResultAsync<TransportCiphers, BadConfig> =>
  allOpen({
    rsa: openCipher(config.rsaPrivateKeys, config.secretFiles, (keys) => openRsaCipher({ keys, clock })),
    sm2: openCipher(config.sm2PrivateKeys, config.secretFiles, (keys) => openSm2Cipher({ keys, clock })),
  }).map(present)

type ReadKeyFile = TransportKey & Pick<KeyFile, 'padding'>

const openCipher = (
  files: readonly KeyFile[],
  secretFiles: SecretFiles,
  open: (keys: readonly ReadKeyFile[]) => TransportCipher,
): ResultAsync<TransportCipher | undefined, BadConfig> => {
  if (files.length === 0) return okAsync(undefined)
  return ResultAsync.combineWithAllErrors(files.map((file) => readKey(file, secretFiles)))
    .mapErr((all) => badConfigOf(all.flatMap(({ issues }) => issues)))
    .andThen((keys) =>
      orBadConfig(
        ([, index]) => files[Number(index)]?.field ?? [],
        () => open(keys),
      ),
    )
}

const readKey = (
  { field, file, ...rest }: KeyFile,
  secretFiles: SecretFiles,
): ResultAsync<ReadKeyFile, BadConfig> =>
  readSecretFile(file, secretFiles)
    .map((privateKeyPem) => ({ privateKeyPem, ...rest }))
    .mapErr(({ reason }) => badField(field, `${file} ${reason}`))
