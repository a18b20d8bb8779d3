import { within } from '@keepsake/domain'

/** Far longer than what proxies usually write. */
const maxHeader = 4096

/**
 * The address that the outermost of `proxies` proxies has added to `x-forwarded-for`, without port, brackets or quotes. Each
 * proxy adds the address of its caller at the end, so the count starts there. `undefined` if there are fewer entries: then
 * the request has bypassed a proxy, and its sender wrote the header.
 */
export const forwardedFor = (header: string, proxies: number): string | undefined => {
  const hop = within(header, maxHeader)?.split(',').at(-proxies)
  return hop === undefined ? undefined : bareAddress(hop.trim())
}

/** `1.2.3.4:5678`, `[2001:db8::1]:443`, `"[2001:db8::1]"`: the forms of Azure, IIS, HAProxy and RFC 7239. */
const bareAddress = (text: string): string => {
  const [, bracketed] = /^"?\[([^[\]]*)\](?::\d{1,5})?"?$/u.exec(text) ?? []
  const [, beforePort] = /^"?(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?"?$/u.exec(text) ?? []
  return bracketed ?? beforePort ?? text
}
