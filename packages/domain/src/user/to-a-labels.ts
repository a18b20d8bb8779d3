/** Every JavaScript runtime has a URL parser, though ECMAScript's own library does not declare it. Only the host is asked. */
declare const URL: { readonly parse: (text: string) => { readonly hostname: string } | null }

/**
 * A domain name of letters, digits, hyphens and dots with its international labels in ASCII (RFC 5890, as UTS 46 maps
 * them): `xn--bcher-kva.example` for `bücher.example`. Nothing where a label breaks those rules.
 */
export const toALabels = (domain: string): string | undefined =>
  /^[a-z0-9.-]*$/u.test(domain) ? domain : URL.parse(`http://${domain}`)?.hostname
