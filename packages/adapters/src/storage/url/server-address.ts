import { isIPv4 } from 'node:net'
import { err, ok, type Result } from 'neverthrow'

/** Where a server is: at a TCP port, or behind a unix socket. */
export type ServerAddress =
  { readonly host: string; readonly port: number } | { readonly socket: string; readonly port: number }

/** What is meant where a URL says nothing, and how it would name a socket. */
export type AddressHints = { readonly usualPort: number; readonly exampleOfSocket: string }

/** Reads where a server is. A host that begins with a slash is a socket's path, or the folder that it is in. */
export const readAddress = (
  { host, port }: { readonly host: string | undefined; readonly port: string | undefined },
  { usualPort, exampleOfSocket }: AddressHints,
): Result<ServerAddress, string> => {
  if ([host, port].some((each) => each?.includes(',') === true))
    return err('the URL names several hosts: one can be used, or a proxy before them')
  const number = port === undefined ? usualPort : /^\d{1,5}$/u.test(port) ? Number(port) : 0
  if (number < 1 || number > 65_535) return err('the port must be a number from 1 to 65535')
  if (host === undefined) return err(`the URL names no host; ${exampleOfSocket} would name a unix socket`)
  return ok(host.startsWith('/') ? { socket: host, port: number } : { host, port: number })
}

/** Whether what is sent there never leaves the machine. */
export const isLocal = (address: ServerAddress): boolean =>
  'socket' in address ||
  address.host === 'localhost' ||
  address.host === '::1' ||
  (isIPv4(address.host) && address.host.startsWith('127.'))
