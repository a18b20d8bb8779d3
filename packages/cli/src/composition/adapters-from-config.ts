import { readSecretFile, type SecretFiles } from '@keepsake/adapters/files/secret-file'
import { openFixedDirectory } from '@keepsake/adapters/organization/fixed'
import { openOtpEngine } from '@keepsake/adapters/totp/otplib'
import { qrSvg, qrText } from '@keepsake/adapters/totp/qr'
import { inspectHash, openPasswordVerifier, type HashInspection } from '@keepsake/adapters/password/verifier'
import { openPhoneNumbers } from '@keepsake/adapters/phone/libphonenumber'
import { openRsaCipher, type TransportKey, type UnusableKey } from '@keepsake/adapters/cipher/rsa'
import { openSm2Cipher } from '@keepsake/adapters/cipher/sm2'
import { systemSources } from '@keepsake/adapters/system/node'
import type {
  Clock,
  PasswordVerifier,
  Secret,
  TransportCipher,
  TransportCiphers,
  Unavailable,
} from '@keepsake/domain'
import { ok, okAsync, ResultAsync, safeTry, type Result } from 'neverthrow'
import type { KeepsakePorts } from '@keepsake/app'
import { badConfig, type BadConfig, type Config, type KeyFile } from './config.ts'
import { openEvents, openNoticeSender } from './notice-adapters.ts'
import { openPasswordAdapters } from './password-adapters.ts'
import { present } from './present.ts'
import { openSecretAdapters } from './secret-adapters.ts'
import { openStorage } from './storage-adapters.ts'

/**
 * Opens the adapters that a configuration names. The storage is opened last, so that a bad key leaves no database file
 * behind.
 */
export const adaptersFromConfig = (config: Config): ResultAsync<KeepsakePorts, BadConfig | Unavailable> => {
  const sources = systemSources()
  return safeTry(async function* () {
    const transportCiphers = yield* openTransportCiphers(config, sources.clock)
    const secrets = yield* openSecretAdapters(config.sealing)
    const passwords = yield* openPasswordAdapters(config.passwordAdapters)
    const noticeSender = yield* openNoticeSender(config.notices, config.pool, sources.clock)
    const eventSender = yield* openEvents(config.notices, sources.clock)
    return ok({
      storage: yield* openStorage(config.database),
      ...secrets,
      ...passwords,
      transportCiphers,
      otpEngine: openOtpEngine(),
      phoneNumbers: openPhoneNumbers(),
      directory: openFixedDirectory(config),
      noticeSender,
      ...present({ eventSender }),
      sources,
    })
  })
}

/** Tools for hashes that need no storage: what a hash may be, and whether a password matches it. */
export type HashTools = {
  readonly inspect: (encoded: string) => HashInspection
  readonly verifier: PasswordVerifier
}

/** Makes the tools for hashes. */
export const hashTools = (): HashTools => ({ inspect: inspectHash, verifier: openPasswordVerifier() })

/** Show a URI that an app scans: in a terminal, and on a page. */
export const qrTools: Readonly<Record<'text' | 'svg', (uri: Secret<string>) => Secret<string>>> = {
  text: qrText,
  svg: qrSvg,
}

const openTransportCiphers = (config: Config, clock: Clock): ResultAsync<TransportCiphers, BadConfig> =>
  ResultAsync.combine([
    openCipher(config.rsaPrivateKeys, config.secretFiles, (keys) => openRsaCipher({ keys, clock })),
    openCipher(config.sm2PrivateKeys, config.secretFiles, (keys) => openSm2Cipher({ keys, clock })),
  ]).map(([rsa, sm2]) => ({ ...(rsa === undefined ? {} : { rsa }), ...(sm2 === undefined ? {} : { sm2 }) }))

type ReadKeyFile = TransportKey & Pick<KeyFile, 'padding'>

const openCipher = (
  files: readonly KeyFile[],
  secretFiles: SecretFiles,
  open: (keys: readonly ReadKeyFile[]) => Result<TransportCipher, UnusableKey>,
): ResultAsync<TransportCipher | undefined, BadConfig> => {
  if (files.length === 0) return okAsync(undefined)
  return ResultAsync.combine(files.map((file) => readKey(file, secretFiles))).andThen((keys) =>
    open(keys).mapErr(({ reason, index = 0 }) =>
      badConfig(`${files[index]?.field}: ${reason.replaceAll('-', ' ')}`),
    ),
  )
}

const readKey = (
  { field, file, ...rest }: KeyFile,
  secretFiles: SecretFiles,
): ResultAsync<ReadKeyFile, BadConfig> =>
  readSecretFile(file, secretFiles)
    .map((privateKeyPem) => ({ privateKeyPem, ...rest }))
    .mapErr(({ reason }) => badConfig(`${field}: ${file} ${reason}`))
