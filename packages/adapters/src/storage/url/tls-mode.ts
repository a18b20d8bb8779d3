import { isAbsolute } from 'node:path'
import { err, ok, type Result } from 'neverthrow'
import { isLocal, type ServerAddress } from './server-address.ts'

/**
 * How a connection is secured, in libpq's words (https://www.postgresql.org/docs/18/libpq-ssl.html). `require` encrypts
 * and does not check which server answers; `verify-ca` accepts every server that the given CA has signed; `verify-full`
 * accepts only the server of that name.
 */
export type TlsMode = 'disable' | 'require' | 'verify-ca' | 'verify-full'

/** How a connection is to be secured, with the paths of the files for it. */
export type TlsPlan =
  | { readonly mode: 'disable' }
  | {
      readonly mode: Exclude<TlsMode, 'disable'>
      /**
       * The certificate authorities that may have signed the server's certificate; those that come with Node.js if
       * absent.
       */
      readonly rootCert?: string
      /** The certificate and key that prove our identity to the server. */
      readonly client?: { readonly cert: string; readonly key: string }
    }

/** What a URL says about TLS, in its own words. */
export type TlsWords = {
  readonly mode: string | undefined
  readonly rootCert: string | undefined
  readonly cert: string | undefined
  readonly key: string | undefined
}

/** The words of libpq, of `pg`, and of MySQL's and MariaDB's programs and drivers. */
const modes: ReadonlyMap<string, TlsMode> = new Map([
  ['disable', 'disable'],
  ['disabled', 'disable'],
  ['require', 'require'],
  ['required', 'require'],
  ['no-verify', 'require'],
  ['trust', 'require'],
  ['verify-ca', 'verify-ca'],
  ['verify-full', 'verify-full'],
  ['verify-identity', 'verify-full'],
])

/** These modes would send everything in clear if an attacker on the way says that there is no TLS. */
const halfHearted = ['allow', 'prefer', 'preferred']

/**
 * Decides how to secure a connection. If nothing is given, data that leaves the machine is encrypted, and the server
 * must prove its name.
 */
export const planTls = (words: TlsWords, address: ServerAddress): Result<TlsPlan, string> => {
  const { rootCert, cert, key } = words
  const ca = rootCert === 'system' ? undefined : rootCert
  const files = [ca, cert, key].filter((file) => file !== undefined)
  if (!files.every(isAbsolute)) return err('the files of certificates and keys are named by absolute paths')
  return modeOf(words, address).andThen((mode): Result<TlsPlan, string> => {
    // As in libpq, nothing that goes through a unix socket is encrypted.
    if (mode === 'disable' || 'socket' in address) return ok({ mode: 'disable' })
    if (mode === 'verify-ca' && ca === undefined)
      return err('sslmode verify-ca needs sslrootcert: any CA of the world signs for anybody')
    if ((cert === undefined) !== (key === undefined)) return err('sslcert and sslkey come together')
    return ok({
      mode,
      ...(ca === undefined ? {} : { rootCert: ca }),
      ...(cert === undefined || key === undefined ? {} : { client: { cert, key } }),
    })
  })
}

const modeOf = (
  { mode: said, rootCert, cert, key }: TlsWords,
  address: ServerAddress,
): Result<TlsMode, string> => {
  const hasFiles = [rootCert, cert, key].some((file) => file !== undefined)
  if (said === undefined) return ok(isLocal(address) && !hasFiles ? 'disable' : 'verify-full')
  const word = said.toLowerCase().replaceAll('_', '-')
  if (halfHearted.includes(word))
    return err('sslmode must not leave it to the server: say disable, require, verify-ca or verify-full')
  const mode = modes.get(word)
  if (mode === undefined) return err('sslmode must be disable, require, verify-ca or verify-full')
  if (mode === 'disable' && hasFiles) return err('sslmode disable has no use for certificates and keys')
  // As in libpq, naming a CA means that it is to be checked.
  if (mode === 'require' && rootCert !== undefined)
    return ok(rootCert === 'system' ? 'verify-full' : 'verify-ca')
  return ok(mode)
}
