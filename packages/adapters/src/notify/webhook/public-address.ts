import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * Whether an address is one on the public Internet: in none of IANA's special-purpose ranges, and not an IPv6 address
 * that stands for another, unchecked address. An address with a zone (`%eth0`) is in the local network.
 */
export const isPublicAddress = (address: string): boolean => {
  if (isIP(address) === 0 || address.includes('%')) return false
  const parsed = ipaddr.parse(address)
  return parsed instanceof ipaddr.IPv4
    ? !isAmong(parsed, special4)
    : isAmong(parsed, global6) && !isAmong(parsed, special6) && !isIsatap(parsed)
}

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = readonly [Address, number]

const isAmong = (address: Address, ranges: readonly Range[]): boolean =>
  ranges.some(([start, bits]) => start.kind() === address.kind() && address.match(start, bits))

const ranges = (...texts: readonly string[]): readonly Range[] => texts.map((text) => ipaddr.parseCIDR(text))

/** IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast (RFC 5771), and what is reserved. */
const special4 = ranges(
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // behind a carrier's address translation
  '127.0.0.0/8', // this machine
  '169.254.0.0/16', // this link, and the services from which machines in clouds get their secrets
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // multicast tunnels
  '192.88.99.0/24', // relays of 6to4
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
)

/**
 * All global unicast addresses that are assigned so far (RFC 4291). Outside of it are `::/96` and the other ways to
 * write an IPv4 address.
 */
const global6 = ranges('2000::/3')

/** IANA IPv6 Special-Purpose Address Registry, within those. */
const special6 = ranges(
  '2001::/23', // protocol assignments, with Teredo, which stands for an IPv4 address
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4, which stands for an IPv4 address
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
)

/** The last half of an ISATAP address (RFC 5214) stands for an IPv4 address, whatever the first half is. */
const isIsatap = ({ parts }: ipaddr.IPv6): boolean =>
  (parts[4] === 0 || parts[4] === 0x200) && parts[5] === 0x5efe
