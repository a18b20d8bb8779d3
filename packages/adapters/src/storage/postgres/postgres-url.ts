import { err, type Result } from 'neverthrow'
import { readAddress, type ServerAddress } from '../url/server-address.ts'
import { parseServerUrl, type ServerUrl } from '../url/server-url.ts'
import { planTls, type TlsPlan } from '../url/tls-mode.ts'

/** The address of a PostgreSQL database, and how to connect to it. */
export type PostgresTarget = {
  readonly address: ServerAddress
  readonly user?: string
  readonly password?: string
  readonly database: string
  readonly tls: TlsPlan
  /** Whether TLS begins at once, without a request for it first. */
  readonly isTlsDirect: boolean
  /** Whether SCRAM is bound to the TLS connection if the server offers it. */
  readonly isChannelBound: boolean
  readonly applicationName: string
  /** Settings of the session, as `-c name=value`. */
  readonly options?: string
}

const parameters = [
  'host',
  'port',
  'user',
  'password',
  'dbname',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'sslnegotiation',
  'channel_binding',
  'application_name',
  'options',
] as const

/** Reads `postgres://user:password@host:port/database?...`, with libpq's names of parameters. */
export const parsePostgresUrl = (text: string): Result<PostgresTarget, string> =>
  parseServerUrl(text).andThen((url) => {
    const unknown = Object.keys(url.parameters).find((name) => !parameters.some((known) => known === name))
    return unknown === undefined
      ? target(url, url.parameters)
      : err(`the URL has a parameter ${unknown}; there are ${parameters.join(', ')}`)
  })

type Parameters = { readonly [P in (typeof parameters)[number]]?: string }

const target = (url: ServerUrl, given: Parameters): Result<PostgresTarget, string> => {
  const database = given.dbname ?? url.database
  if (database === undefined) return err('the URL names no database')
  const { sslnegotiation = 'postgres', channel_binding: binding = 'disable' } = given
  if (!['postgres', 'direct'].includes(sslnegotiation))
    return err('sslnegotiation must be postgres or direct')
  if (!['disable', 'prefer'].includes(binding))
    return err('channel_binding must be disable or prefer; sslmode=verify-full tells who answers in any case')
  const where = { host: given.host ?? url.host, port: given.port ?? url.port }
  const { sslmode: mode, sslrootcert: rootCert, sslcert: cert, sslkey: key } = given
  return readAddress(where, { usualPort: 5432, exampleOfSocket: '?host=/run/postgresql' }).andThen(
    (address) =>
      planTls({ mode, rootCert, cert, key }, address).map((tls) => ({
        address,
        ...named('user', given.user ?? url.user),
        ...named('password', given.password ?? url.password),
        database,
        tls,
        isTlsDirect: sslnegotiation === 'direct',
        isChannelBound: binding === 'prefer',
        applicationName: given.application_name ?? 'keepsake',
        ...named('options', given.options),
      })),
  )
}

const named = <Name extends string>(
  name: Name,
  value: string | undefined,
): { readonly [N in Name]?: string } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [N in Name]?: string }
