import { isIPv4 } from 'node:net'
import { err, ok, type Result } from 'neverthrow'

/** The address of a server: a TCP port, or a unix socket. */
export type ServerAddress =
  { readonly host: string; readonly port: number } | { readonly socket: string; readonly port: number }

/** The defaults if a URL gives nothing, and how the server names its socket. */
export type AddressHints = { readonly usualPort: number; readonly exampleOfSocket: string }

/**
 * Reads the address of a server. A host that begins with a slash is the path of a socket, or of the folder that it is
 * in.
 */
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
