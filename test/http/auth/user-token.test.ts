import { createHmac, hkdfSync } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, SignJWT, type JWTHeaderParameters } from 'jose'
import { describe, expect, test } from 'vitest'
import { conceal, userPoolId } from '@keepsake/domain'
import {
  issueManagementToken,
  verifyManagementToken,
} from '../../../packages/http/src/auth/management-token.ts'
import {
  issueUserToken,
  verifyUserToken,
  type UserTokenKind,
} from '../../../packages/http/src/auth/user-token.ts'
import { recorded, settingsAt, signedAt } from './requests.ts'

const claims = { userId: '6229ffa00000000cade3e3d9', passwordSetAt: 1665295000123, methods: ['pwd'] } as const
const kinds = ['access', 'enrolment'] as const

const issue = async (kind: UserTokenKind = 'access'): Promise<string> =>
  (await issueUserToken(kind, claims, settingsAt()))._unsafeUnwrap().jwt
const verdict = async (
  token: string,
  kind: UserTokenKind = 'access',
  settings: Parameters<typeof verifyUserToken>[2] = settingsAt(),
): Promise<string> =>
  (await verifyUserToken(kind, token, settings)).match(
    () => 'accepted',
    (failure) => failure.code,
  )
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a user’s token', () => {
  test('says whose it is, for which pool and what, for how long, and how its user has proved it', async () => {
    const token = await issue()
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'at+jwt' })
    expect(decodeJwt(token)).toEqual({
      iss: settingsAt().userPoolId,
      aud: 'keepsake/user',
      sub: claims.userId,
      iat: signedAt / 1000,
      exp: signedAt / 1000 + 1800,
      amr: ['pwd'],
      password_set_at: claims.passwordSetAt,
    })
    expect((await verifyUserToken('access', token, settingsAt()))._unsafeUnwrap()).toEqual(claims)
  })

  test('is accepted to its end and no moment more', async () => {
    const token = await issue()
    expect(await verdict(token, 'access', settingsAt(signedAt + 1_799_999))).toBe('accepted')
    expect(await verdict(token, 'access', settingsAt(signedAt + 1_800_000))).toBe('not_signed_in')
  })

  test('of one kind does not pass as the other', async () => {
    for (const kind of kinds)
      for (const as of kinds)
        expect(await verdict(await issue(kind), as), `${kind} as ${as}`).toBe(
          kind === as ? 'accepted' : 'not_signed_in',
        )
  })

  test('does not pass as a management token, nor the other way round', async () => {
    const managing = (await issueManagementToken(settingsAt()))._unsafeUnwrap().access_token
    for (const kind of kinds) {
      expect((await verifyManagementToken(await issue(kind), settingsAt())).isErr()).toBe(true)
      expect(await verdict(managing, kind)).toBe('not_signed_in')
    }
  })

  test('does not pass as a management token though its claims and header are those of one', async () => {
    const payload = { scoped_userpool_id: settingsAt().userPoolId }
    const forged = await new SignJWT({ ...decodeJwt(await issue()), ...payload })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(key)
    expect((await verifyManagementToken(forged, settingsAt())).isErr()).toBe(true)
  })

  test('is worth nothing under another secret, key id or pool', async () => {
    const token = await issue()
    for (const other of [
      { accessKeySecret: conceal('another secret of another pool..') },
      { accessKeyId: '0'.repeat(24) },
      { userPoolId: userPoolId('0'.repeat(24)) },
    ])
      expect(await verdict(token, 'access', { ...settingsAt(), ...other })).toBe('not_signed_in')
  })

  test.each<readonly [string, object]>([
    ['no subject', { sub: undefined }],
    ['another audience', { aud: 'keepsake/otp-enrolment' }],
    ['another issuer', { iss: 'somebody' }],
    ['no end', { exp: undefined }],
    ['no password', { password_set_at: undefined }],
    ['proofs that are none', { amr: ['mfa'] }],
  ])('is refused with %s, though the right key signed it', async (_, change) => {
    const header = { alg: 'HS256', typ: 'at+jwt' }
    const token = decodeJwt(await issue())
    expect(await verdict(await new SignJWT(token).setProtectedHeader(header).sign(key))).toBe('accepted')
    const other = await new SignJWT({ ...token, ...change }).setProtectedHeader(header).sign(key)
    expect(await verdict(other)).toBe('not_signed_in')
  })

  test('is refused under any other header, though the right key signed it', async () => {
    const payload = decodeJwt(await issue())
    const signed = (header: JWTHeaderParameters, hash: string): string => {
      const head = `${encode(header)}.${encode(payload)}`
      return `${head}.${createHmac(hash, key).update(head).digest('base64url')}`
    }
    expect(await verdict(signed({ alg: 'HS256', typ: 'at+jwt' }, 'sha256'))).toBe('accepted')
    expect(await verdict(signed({ alg: 'HS512', typ: 'at+jwt' }, 'sha512'))).toBe('not_signed_in')
    expect(await verdict(signed({ alg: 'none', typ: 'at+jwt' }, 'sha256'))).toBe('not_signed_in')
    expect(await verdict(signed({ alg: 'HS256', typ: 'JWT' }, 'sha256'))).toBe('not_signed_in')
    expect(await verdict(signed({ alg: 'HS256' }, 'sha256'))).toBe('not_signed_in')
  })

  test.each(['', '.', '..', 'a.b.c', 'x'.repeat(5000)])('is not %j', async (token) => {
    expect(await verdict(token)).toBe('not_signed_in')
  })
})

const key = new Uint8Array(
  hkdfSync('sha256', recorded.accessKeySecret, recorded.accessKeyId, 'keepsake user token v1', 32),
)
