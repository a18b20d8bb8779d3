import type { NewUser } from '@keepsake/domain'
import type { Attributes } from './ldap-attributes.ts'

/** Hashes of crypt(3) that nothing here computes: yescrypt and its kin, and DES with two letters of salt. */
const unread = /^\{crypt\}(?:\$(?:y|gy|7y)\$|[./0-9A-Za-z]{13}$|_)/iu
/** The password is kept by another system. */
const elsewhere = /^\{(?:SASL|KERBEROS|GSSAPI|RADIUS|PAM|UNIX)\}/iu

/**
 * Reads `userPassword`. Of several values it takes the first that can be checked here; the others are lost by name. A value
 * without a scheme is a password in clear. Samba's NT hash stands in where there is no other.
 */
export const ldapPassword = (attributes: Attributes): NewUser => {
  const values = attributes.all('userpassword')
  const usable = values.filter((value) => !unread.test(value) && !elsewhere.test(value))
  const [first] = usable
  if (values.some((value) => unread.test(value))) attributes.lose('hash_not_supported', 'userpassword')
  else if (values.some((value) => elsewhere.test(value))) attributes.lose('hash_not_exported', 'userpassword')
  else if (values.length > 1) attributes.lose('no_place', 'userpassword')
  const nt = attributes.one('sambantpassword', 'no_place')
  if (first === undefined)
    return nt !== undefined && /^[0-9A-F]{32}$/iu.test(nt)
      ? { password: nt.toLowerCase(), passwordFormat: 'nt-hash' }
      : {}
  return { password: /^(?:\{[\w.-]+\}|\$)/u.test(first) ? first : `{CLEAR}${first}` }
}
