import ipaddr from 'ipaddr.js'

/** As much of a text as is looked at: an IPv6 address has 45 characters at most, and what follows is its zone. */
const maxAddress = 64

/**
 * The address in its usual spelling, IPv4 where it is one in the clothes of IPv6; nothing for what is no address. The zone
 * of an IPv6 address (RFC 4007), which names a link of this machine and may be any text, is left out.
 */
export const parseAddress = (ip: string | undefined): string | undefined => {
  const address = ip?.slice(0, maxAddress).split('%', 1)[0]
  return address !== undefined && isAddress(address) ? ipaddr.process(address).toString() : undefined
}

/**
 * IPv4 in four decimal parts alone: a lone `7`, and parts in octal, are read otherwise by everybody else. What can be neither is
 * not parsed: `ipaddr.js` throws inside, and that costs more than all else that is done for a request without an address.
 */
const isAddress = (text: string): boolean =>
  text.includes(':')
    ? ipaddr.IPv6.isValid(text)
    : fourParts.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text)

const fourParts = /^\d{1,3}(?:\.\d{1,3}){3}$/u

/** A subscriber has a network of this size to itself (RFC 6177), and all its addresses to guess from. */
const ipv6Prefix = 64

/** What stands for whoever is behind an address: itself, or its network of IPv6. */
export const sourceOf = (ip: string | undefined): string | undefined => {
  const address = parseAddress(ip)
  if (address === undefined || ipaddr.process(address).kind() === 'ipv4') return address
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/${ipv6Prefix}`).toString()}/${ipv6Prefix}`
}
