import { isIP } from 'node:net'
import { err, ok, type Result } from 'neverthrow'
import { readAddress, type ServerAddress } from '../url/server-address.ts'
import { parseServerUrl, type ServerUrl } from '../url/server-url.ts'
import { planTls, type TlsPlan } from '../url/tls-mode.ts'

/** The address of a database of MySQL or MariaDB, and how to connect to it. */
export type MysqlTarget = {
  readonly address: ServerAddress
  readonly user?: string
  readonly password?: string
  readonly database: string
  readonly tls: TlsPlan
}

/**
 * The meaning of a parameter in each of its spellings: libpq's, those of the programs of MySQL and MariaDB, and those
 * of their drivers.
 */
const meanings: ReadonlyMap<string, 'socket' | 'mode' | 'rootCert' | 'cert' | 'key'> = new Map([
  ['socket', 'socket'],
  ['socketPath', 'socket'],
  ['sslmode', 'mode'],
  ['ssl-mode', 'mode'],
  ['sslMode', 'mode'],
  ['sslrootcert', 'rootCert'],
  ['ssl-ca', 'rootCert'],
  ['sslcert', 'cert'],
  ['ssl-cert', 'cert'],
  ['sslkey', 'key'],
  ['ssl-key', 'key'],
])

type Given = {
  readonly socket?: string
  readonly mode?: string
  readonly rootCert?: string
  readonly cert?: string
  readonly key?: string
}

/** Reads `mysql://user:password@host:port/database?...`, or the same with `mariadb://`. */
export const parseMysqlUrl = (text: string): Result<MysqlTarget, string> =>
  parseServerUrl(text).andThen((url) => {
    const given: Record<string, string> = {}
    for (const [name, value] of Object.entries(url.parameters)) {
      const meaning = meanings.get(name)
      if (meaning === undefined)
        return err(`the URL has a parameter ${name}; there are ${[...meanings.keys()].join(', ')}`)
      if (meaning in given) return err(`the URL says twice what ${name} says`)
      given[meaning] = value
    }
    return target(url, given)
  })

const target = (
  url: ServerUrl,
  { socket, mode, rootCert, cert, key }: Given,
): Result<MysqlTarget, string> => {
  const { user, password, database } = url
  if (database === undefined) return err('the URL names no database')
  if (socket !== undefined && !socket.startsWith('/')) return err('a socket is named by its absolute path')
  const where = { host: socket ?? url.host, port: url.port }
  return readAddress(where, { usualPort: 3306, exampleOfSocket: '?socket=/run/mysqld/mysqld.sock' }).andThen(
    (address) =>
      planTls({ mode, rootCert, cert, key }, address)
        .andThen((tls) => checkName(tls, address))
        .map((tls) => ({
          address,
          ...(user === undefined ? {} : { user }),
          ...(password === undefined ? {} : { password }),
          database,
          tls,
        })),
  )
}

/** If the name to check is an address, `mysql2` would accept a certificate for `localhost`. */
const checkName = (tls: TlsPlan, address: ServerAddress): Result<TlsPlan, string> =>
  tls.mode === 'verify-full' && 'host' in address && isIP(address.host) !== 0
    ? err(
        'sslmode verify-full needs the name of the server and not its address; verify-ca with sslrootcert takes either',
      )
    : ok(tls)
