import { createHash, createHmac, randomUUID } from 'node:crypto'

/** The pair that a caller holds who manages users, and where `keepsake serve` answers. */
export type Access = {
  readonly origin: string
  readonly accessKeyId: string
  readonly accessKeySecret: string
}

/** Sends a signed request, with the digest of its body under the signature: nothing of it can be changed on its way. */
export const post = async (access: Access, path: string, members: object): Promise<unknown> => {
  const body = JSON.stringify(members)
  const headers = signedHeaders(access, path, members, body)
  const answer = await fetch(`${access.origin}${path}`, { method: 'POST', headers, body })
  return answer.json()
}

const signedHeaders = (
  { accessKeyId, accessKeySecret }: Access,
  path: string,
  members: object,
  body: string,
): Record<string, string> => {
  // In the order of their names, in which they are signed.
  const headers = {
    date: new Date().toUTCString(),
    'x-authing-content-sha256': createHash('sha256').update(body).digest('hex'),
    'x-authing-signature-method': 'HMAC-SHA1',
    'x-authing-signature-nonce': randomUUID(),
    'x-authing-signature-version': '1.0',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
  const text = `POST\n${lines.join('')}${path}?${signedMembers(members)}`
  const signature = createHmac('sha1', accessKeySecret).update(text).digest('base64')
  return { ...headers, authorization: `authing ${accessKeyId}:${signature}` }
}

const signedMembers = (members: object): string =>
  Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('&')
