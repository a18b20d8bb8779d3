import { texts } from './hostile-texts.ts'
import type { RawRequest } from './wire.ts'

/** Bodies with a place (§) in which something is read that only we, or the user, could have made. */
const templates: readonly (readonly [path: string, body: string])[] = [
  ...['§', '6a7b.§', '6a7b.v1.aes-256-gcm.k1.§', 'v1.aes-256-gcm.k1.§.AAAA'].map(
    (token) =>
      [
        '/api/v2/users/password/reset-by-first-login-token',
        `{"token":"${token}","password":"ten ducks on a lake"}`,
      ] as const,
  ),
  ['/api/v2/users/password/reset-by-first-login-token', '{"token":"6a7b.v1","password":"§"}'],
  ...['account', 'email', 'phone', 'username'].map(
    (login) =>
      [
        '/api/v3/signin',
        `{"connection":"PASSWORD","passwordPayload":{"${login}":"§","password":"wrong"}}`,
      ] as const,
  ),
  ...['none', 'rsa', 'sm2'].map(
    (cipher) =>
      [
        '/api/v3/signin',
        `{"connection":"PASSWORD","passwordPayload":{"account":"ann","password":"§"},"options":{"passwordEncryptType":"${cipher}"}}`,
      ] as const,
  ),
  ['/api/v3/get-management-token', '{"accessKeyId":"§","accessKeySecret":"wrong"}'],
  ['/api/v3/get-management-token', '{"accessKeyId":"wrong","accessKeySecret":"§"}'],
  ['/api/v2/mfa/totp/verify', '{"totp":"§"}'],
  ['/api/v2/mfa/totp/recovery', '{"recoveryCode":"§"}'],
]

/** Every long text in every such place. */
export function* readers(bytes: number): Iterable<readonly [name: string, RawRequest]> {
  for (const [path, template] of templates)
    for (const [name, make] of Object.entries(texts)) {
      const body = Buffer.from(template.replace('§', () => make(bytes - template.length - 64)))
      yield [
        `${name} in ${template.slice(0, 60)}`,
        { method: 'POST', path, headers: { authorization: 'Bearer 6a7b.v1.aes-256-gcm.k1.AAAA' }, body },
      ]
    }
}
