import { createHash, createHmac } from 'node:crypto'

/** The parts of a request to Alibaba Cloud that are signed. Header names are in lower case. */
export type Acs3Request = {
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The signature version 3 of Alibaba Cloud, ACS3-HMAC-SHA256, of a POST to `/`: the `authorization` header. */
export const acs3Authorization = (
  { query, headers, body }: Acs3Request,
  keyId: string,
  keySecret: string,
): string => {
  const signed = Object.entries(headers)
    .filter(([name]) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'))
    .toSorted(byName)
  const names = signed.map(([name]) => name).join(';')
  const canonical = [
    'POST',
    '/',
    acs3Query(query),
    ...signed.map(([name, value]) => `${name}:${value.trim()}`),
    '',
    names,
    sha256(body),
  ].join('\n')
  const signature = createHmac('sha256', keySecret)
    .update(`${algorithm}\n${sha256(canonical)}`)
    .digest('hex')
  return `${algorithm} Credential=${keyId},SignedHeaders=${names},Signature=${signature}`
}

const algorithm = 'ACS3-HMAC-SHA256'

/**
 * A query in its canonical form: names in order, everything except unreserved characters (RFC 3986) percent-encoded.
 */
export const acs3Query = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query)
    .toSorted(byName)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&')

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]): number =>
  one < other ? -1 : 1

const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/gu,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
