import { within } from '@keepsake/domain'

/** Far longer than what some proxies write. */
const maxHeader = 4096

/**
 * The address that the outermost of so many proxies has added to `x-forwarded-for`, without a port, brackets or quotes. Each
 * proxy adds the address it was called from at the end, so it is counted from there. Nothing where there are fewer: the
 * request has come past one of them, and what it says is its sender's.
 */
export const forwardedFor = (header: string, proxies: number): string | undefined => {
  const hop = within(header, maxHeader)?.split(',').at(-proxies)
  return hop === undefined ? undefined : bareAddress(hop.trim())
}

/** `1.2.3.4:5678`, `[2001:db8::1]:443`, `"[2001:db8::1]"`: as Azure, IIS, HAProxy and RFC 7239 have it. */
const bareAddress = (text: string): string => {
  const [, bracketed] = /^"?\[([^[\]]*)\](?::\d{1,5})?"?$/u.exec(text) ?? []
  const [, beforePort] = /^"?(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?"?$/u.exec(text) ?? []
  return bracketed ?? beforePort ?? text
}
