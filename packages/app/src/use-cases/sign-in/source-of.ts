import ipaddr from 'ipaddr.js'

/** The address in its usual spelling, IPv4 where it is one in the clothes of IPv6; nothing for what is no address. */
export const parseAddress = (ip: string | undefined): string | undefined =>
  ip !== undefined && ipaddr.isValid(ip) ? ipaddr.process(ip).toString() : undefined

/** A subscriber has a network of this size to itself (RFC 6177), and all its addresses to guess from. */
const ipv6Prefix = 64

/** What stands for whoever is behind an address: itself, or its network of IPv6. */
export const sourceOf = (ip: string | undefined): string | undefined => {
  const address = parseAddress(ip)
  if (address === undefined || ipaddr.process(address).kind() === 'ipv4') return address
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/${ipv6Prefix}`).toString()}/${ipv6Prefix}`
}
