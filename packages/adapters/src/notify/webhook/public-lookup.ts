import { lookup, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'

/** The addresses of a host name, or why it could not be resolved. */
export type Resolve = (
  hostname: string,
  done: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void

const resolveBySystem: Resolve = (hostname, done) => lookup(hostname, { all: true }, done)

/**
 * Resolves names for a connection, and refuses those that lead to this machine or its neighbours. The connection goes
 * to exactly the addresses that were checked: a second look-up may answer something else.
 */
export const publicLookup =
  (resolve: Resolve = resolveBySystem): LookupFunction =>
  (hostname, options, callback) =>
    resolve(hostname, (error, addresses) => {
      const [first] = addresses ?? []
      const refusal =
        error ??
        (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))
          ? notPublic()
          : undefined)
      if (refusal !== undefined || first === undefined) return callback(refusal ?? notPublic(), '', 0)
      if (options.all === true) return callback(null, [...addresses])
      return callback(null, first.address, first.family)
    })

/** Whether a host is written as an address, for which nothing is looked up, and this address is not public. */
export const isPrivateAddress = (host: string): boolean => {
  const bare = host.replace(/^\[(.*)\]$/u, '$1')
  return isIP(bare) !== 0 && !isPublicAddress(bare)
}

/** Why a connection is not made. */
export const notPublic = (): NodeJS.ErrnoException =>
  Object.assign(new Error('the address is not public'), { code: 'ENOTPUBLIC' })
