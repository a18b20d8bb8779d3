import { createPrivateKey, createPublicKey, createSign, createVerify, type KeyObject } from 'node:crypto'
import { configurationIssue, type ConfigurationIssue, type Secret } from '@keepsake/domain'

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
 * Why mails cannot be signed with this key. The library would send a mail without a signature, or with one that nobody
 * can verify, and the mail would count as sent. So something is signed here once, and verified. The issues repeat nothing
 * of the key.
 */
export const checkDkim = (dkim: DkimOptions | undefined): readonly ConfigurationIssue[] => {
  if (dkim === undefined) return []
  const { domain, selector, privateKey } = dkim
  const reason = whyUnusable(privateKey.reveal())
  return [
    ...(isDnsName(domain)
      ? []
      : [
          configurationIssue(
            'dkim.domain_malformed',
            ['dkim', 'domain'],
            'give the domain that signs, such as example.com',
          ),
        ]),
    ...(isDnsName(selector)
      ? []
      : [
          configurationIssue(
            'dkim.selector_malformed',
            ['dkim', 'selector'],
            'give the part of a domain name before ._domainkey',
          ),
        ]),
    ...(reason === undefined
      ? []
      : [
          configurationIssue(
            'dkim.key_unusable',
            ['dkim', 'privateKey'],
            `give an RSA key of ${fewestBits} bits or more, in PEM without a passphrase: ${reason}`,
          ),
        ]),
  ]
}

const whyUnusable = (pem: string): string | undefined => {
  const key = readKey(pem)
  if (typeof key === 'string') return key
  if (key.asymmetricKeyType !== 'rsa') return `it is a key of ${key.asymmetricKeyType}`
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < fewestBits) return 'it has fewer bits'
  return signs(key) ? undefined : 'it does not sign'
}

/** Labels of letters, digits and hyphens, and underscores, which selectors may have (RFC 6376, section 3.6.2.1). */
const isDnsName = (text: string): boolean =>
  text.length <= 253 &&
  /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/iu.test(text)

/** The key, or why there is none. */
const readKey = (pem: string): KeyObject | string => {
  try {
    return createPrivateKey(pem)
  } catch {
    // Names what is there instead; Node.js's own message may quote it.
    const [, kind = 'no PEM'] = /-----BEGIN ([A-Z0-9 ]{1,40})-----/u.exec(pem) ?? []
    return `it is ${kind}`
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
