import { randomBytes } from 'node:crypto'

/** The headers of a signed call by somebody who knows the key's id and not its secret: all is right but the signature. */
export const forged = (accessKeyId: string): Readonly<Record<string, string>> => ({
  date: new Date().toUTCString(),
  'content-type': 'application/json',
  'x-authing-signature-method': 'HMAC-SHA1',
  'x-authing-signature-version': '1.0',
  'x-authing-signature-nonce': randomBytes(16).toString('hex'),
  authorization: `authing ${accessKeyId}:${randomBytes(20).toString('base64')}`,
})
