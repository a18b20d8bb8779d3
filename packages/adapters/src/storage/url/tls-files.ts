import { readFile } from 'node:fs/promises'
import { configurationError, configurationIssue, type ConfigurationError } from '@keepsake/domain'
import { readSecretFile, type SecretFiles } from '../../files/secret-file.ts'
import type { TlsPlan } from './tls-mode.ts'

/** The options that `node:tls` takes. */
export type TlsOptions = {
  readonly rejectUnauthorized: boolean
  /** Whether the certificate must have the server's name. */
  readonly isNameChecked: boolean
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

/**
 * Reads the files that a plan names. Throws if a file cannot be read, or if others have access to the key. Answers
 * nothing if there is to be no TLS.
 */
export const readTls = async (plan: TlsPlan, secretFiles?: SecretFiles): Promise<TlsOptions | undefined> => {
  if (plan.mode === 'disable') return undefined
  const { mode, rootCert, client } = plan
  return {
    rejectUnauthorized: mode !== 'require',
    isNameChecked: mode === 'verify-full',
    ...(rootCert === undefined ? {} : { ca: await readPem('sslrootcert', rootCert) }),
    ...(client === undefined
      ? {}
      : { cert: await readPem('sslcert', client.cert), key: await readKey(client.key, secretFiles) }),
  }
}

const readKey = async (file: string, secretFiles: SecretFiles | undefined): Promise<string> =>
  (await readSecretFile(file, secretFiles)).match(
    (text) => text,
    ({ reason }) => {
      throw unreadable(`sslkey: ${file} ${reason}`)
    },
  )

const readPem = async (field: string, file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    throw unreadable(`${field}: ${file} cannot be read: ${code}`, error)
  }
}

const unreadable = (reason: string, cause?: unknown): ConfigurationError =>
  configurationError([configurationIssue('storage.tls_file_unreadable', ['url'], reason)], cause)
