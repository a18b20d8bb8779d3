import { readFile } from 'node:fs/promises'
import { readSecretFile, type SecretFiles } from '../../files/secret-file.ts'
import type { TlsPlan } from './tls-mode.ts'

/** What `node:tls` takes. */
export type TlsOptions = {
  readonly rejectUnauthorized: boolean
  /** Whether the certificate must bear the server's name. */
  readonly isNameChecked: boolean
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

/**
 * Reads what a plan names. Throws where a file cannot be read, or others get at the key; nothing where there is to be no TLS.
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
      throw new Error(`sslkey: ${file} ${reason}`)
    },
  )

const readPem = async (field: string, file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    throw new Error(`${field}: ${file} cannot be read: ${code}`, { cause: error })
  }
}
