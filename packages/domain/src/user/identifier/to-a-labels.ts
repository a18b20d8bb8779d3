/**
 * Every JavaScript runtime has a URL parser, although ECMAScript's own library does not declare it. Only the host is
 * used.
 */
declare const URL: { readonly parse: (text: string) => { readonly hostname: string } | null }

/**
 * A domain name of letters, digits, hyphens and dots with its international labels in ASCII (RFC 5890, as UTS 46 maps
 * them): `xn--bcher-kva.example` for `bücher.example`. Nothing if a label breaks those rules. A label that begins with
 * `xn--` and stands for no international label breaks them too.
 */
export const toALabels = (domain: string): string | undefined =>
  /^[a-z0-9.-]*$/u.test(domain) && !/(?:^|\.)xn--/u.test(domain)
    ? domain
    : URL.parse(`http://${international}.${domain}`)?.hostname.slice(`${asciiInternational}.`.length)

/** The parser checks `xn--` labels only if another label is international. */
const international = 'é'
const asciiInternational = 'xn--9ca'
