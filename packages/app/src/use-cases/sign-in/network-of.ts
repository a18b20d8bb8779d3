import ipaddr from 'ipaddr.js'

/** The part of a text that is read: an IPv6 address has at most 45 characters, and what follows is its zone. */
const maxAddress = 64

/**
 * The address in its usual spelling, as IPv4 if it is an IPv4 address written as IPv6. `undefined` if the text is not an
 * address. The zone of an IPv6 address (RFC 4007) is left out: it names a link of this machine and may be any text.
 */
export const parseAddress = (ip: string | undefined): string | undefined => {
  const address = ip?.slice(0, maxAddress).split('%', 1)[0]
  return address !== undefined && isAddress(address) ? ipaddr.process(address).toString() : undefined
}

/**
 * Accepts IPv4 only in four decimal parts. Other software reads a single `7` or octal parts differently. Text that can be
 * neither IPv4 nor IPv6 is not parsed: `ipaddr.js` throws inside, and that costs more than all other work for a request
 * without an address.
 */
const isAddress = (text: string): boolean =>
  text.includes(':')
    ? ipaddr.IPv6.isValid(text)
    : fourParts.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text)

const fourParts = /^\d{1,3}(?:\.\d{1,3}){3}$/u

/** A subscriber has a whole network of this size (RFC 6177), and can guess from all its addresses. */
const ipv6Prefix = 64

/** The network of an address: the IPv4 address itself, or the network of an IPv6 address. */
export const networkOf = (ip: string | undefined): string | undefined => {
  const address = parseAddress(ip)
  if (address === undefined || ipaddr.process(address).kind() === 'ipv4') return address
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/${ipv6Prefix}`).toString()}/${ipv6Prefix}`
}
