import { err, ok, type Result } from 'neverthrow'

/** The parts of a database server's URL, decoded. */
export type ServerUrl = {
  readonly user?: string
  readonly password?: string
  /** A name, an address, or the path of a unix socket. */
  readonly host?: string
  readonly port?: string
  readonly database?: string
  /** The parameters after the question mark, by name. */
  readonly parameters: Readonly<Record<string, string>>
}

/**
 * Reads `scheme://user:password@host:port/database?name=value`, of which each part may be absent and is
 * percent-encoded. A host may be the path of a unix socket (`%2Frun%2Fpostgresql`), or be given after the question
 * mark. The parser of web addresses cannot read these, and neither driver reads the other's. The reason of a refusal
 * quotes no part of the URL.
 */
export const parseServerUrl = (text: string): Result<ServerUrl, string> => {
  const [, authority = '', path, query = ''] =
    /^[a-z]+:\/\/([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/iu.exec(text) ?? []
  if (!/^[a-z]+:\/\//iu.test(text) || text.includes('#')) return err(unreadable)
  const end = authority.lastIndexOf('@')
  const [, user, password] = /^([^:]*)(?::(.*))?$/su.exec(authority.slice(0, Math.max(0, end))) ?? []
  const [, host, port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/su.exec(authority.slice(end + 1)) ?? []
  if (host === undefined) return err(unreadable)
  const parts = { user, password, host: host.replace(/^\[(.*)\]$/su, '$1'), port, database: path }
  return readQuery(query).andThen((parameters) => decoded(parts).map((read) => ({ ...read, parameters })))
}

const unreadable =
  'the URL cannot be read: each part is percent-encoded where it holds any of / ? # @ : (a password, for one)'

const decoded = <Name extends string>(
  parts: Readonly<Record<Name, string | undefined>>,
): Result<{ readonly [N in Name]?: string }, string> => {
  const read: { [N in Name]?: string } = {}
  for (const [name, value] of Object.entries(parts) as [Name, string | undefined][]) {
    const text = decode(value ?? '')
    if (text === undefined) return err(unreadable)
    if (text !== '') read[name] = text
  }
  return ok(read)
}

/** Every parameter may occur once: of two, one would be ignored. */
const readQuery = (query: string): Result<Readonly<Record<string, string>>, string> => {
  const read = new Map<string, string>()
  for (const pair of query.split('&').filter((each) => each !== '')) {
    const at = pair.indexOf('=')
    const [name, value] = [decode(pair.slice(0, Math.max(0, at))), decode(pair.slice(at + 1))]
    // An @ means that a password with a question mark in it continues here.
    if (name === undefined || name === '' || value === undefined || query.includes('@'))
      return err(unreadable)
    if (read.has(name)) return err(`the URL has the parameter ${name} twice`)
    read.set(name, value)
  }
  return ok(Object.fromEntries(read))
}

const decode = (text: string): string | undefined => {
  try {
    const read = decodeURIComponent(text)
    return read.includes('\u0000') ? undefined : read
  } catch {
    return undefined
  }
}
