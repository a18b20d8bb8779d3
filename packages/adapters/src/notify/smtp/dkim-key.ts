import { createPrivateKey, createPublicKey, createSign, createVerify, type KeyObject } from 'node:crypto'
import type { Secret } from '@keepsake/domain'

/**
 * The DKIM key that signs every mail (RFC 6376): `<selector>._domainkey.<domain>` publishes it. The private key is PEM.
 */
export type DkimOptions = {
  readonly domain: string
  readonly selector: string
  readonly privateKey: Secret<string>
}

/** RFC 8301: a verifier accepts no signature by a key of fewer bits. */
const fewestBits = 1024

/**
 * Throws if mails cannot be signed with this key. Otherwise the library would send a mail without a signature, or with
 * one that nobody can verify, and the mail would count as sent. So something is signed here once, and verified. The
 * error repeats nothing of the key.
 */
export const checkDkim = ({ domain, selector, privateKey }: DkimOptions): void => {
  if (!isDnsName(domain)) throw new TypeError('the DKIM domain is not a domain name')
  if (!isDnsName(selector)) throw new TypeError('the DKIM selector is not a part of a domain name')
  const key = readKey(privateKey.reveal())
  if (key.asymmetricKeyType !== 'rsa')
    throw new TypeError(`the DKIM key is of ${key.asymmetricKeyType}, and mails are signed by RSA alone`)
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < fewestBits)
    throw new TypeError(`the DKIM key has fewer than ${fewestBits} bits`)
  if (!signs(key)) throw new TypeError('the DKIM key does not sign')
}

/** Labels of letters, digits and hyphens, and underscores, which selectors may have (RFC 6376, section 3.6.2.1). */
const isDnsName = (text: string): boolean =>
  text.length <= 253 &&
  /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/iu.test(text)

const readKey = (pem: string): KeyObject => {
  try {
    return createPrivateKey(pem)
  } catch {
    // The error names what is there instead; Node.js's own message may quote it.
    const [, kind = 'no PEM'] = /-----BEGIN ([A-Z0-9 ]{1,40})-----/u.exec(pem) ?? []
    throw new TypeError(`the DKIM key cannot be read as a private key without a passphrase: it is ${kind}`)
  }
}

const signs = (key: KeyObject): boolean => {
  try {
    const signature = createSign('RSA-SHA256').update('keepsake').sign(key)
    return createVerify('RSA-SHA256').update('keepsake').verify(createPublicKey(key), signature)
  } catch {
    return false
  }
}
