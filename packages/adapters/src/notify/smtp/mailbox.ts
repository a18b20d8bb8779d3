/** Characters that need no quotes in a local part, except dots (RFC 5322, section 3.2.3, and RFC 6531). */
const dotAtom = /^[^\s"(),.:;<>@[\\\]]+(?:\.[^\s"(),.:;<>@[\\\]]+)*$/u

/** An address as SMTP takes it (RFC 5321, section 4.1.2): a local part with irregular dots gets quotes. */
export const toMailbox = (address: string): string => {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const isWhole = dotAtom.test(local) || /^".*"$/u.test(local)
  return isWhole ? address : `"${local.replaceAll(/["\\]/gu, String.raw`\$&`)}"${address.slice(at)}`
}

/**
 * Whether a server must support SMTPUTF8 (RFC 6531) to take mail from or for this address. A domain is sent in ASCII.
 */
export const needsUtf8 = (address: string): boolean =>
  /[^\u0000-\u007f]/u.test(address.slice(0, address.lastIndexOf('@')))
