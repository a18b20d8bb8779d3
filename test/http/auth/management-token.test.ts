import { createHmac, hkdfSync } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, SignJWT, type JWTHeaderParameters } from 'jose'
import { describe, expect, test } from 'vitest'
import { conceal, userPoolId } from '@keepsake/domain'
import {
  issueManagementToken,
  verifyManagementToken,
} from '../../../packages/http/src/auth/management-token.ts'
import { recorded, settingsAt, signedAt } from './requests.ts'

const issue = async (now: number = signedAt): Promise<string> =>
  (await issueManagementToken(settingsAt(now)))._unsafeUnwrap().access_token
const verdict = async (
  token: string,
  settings: Parameters<typeof verifyManagementToken>[1],
): Promise<string> =>
  (await verifyManagementToken(token, settings)).match(
    () => 'accepted',
    (failure) => failure.code,
  )
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a management token', () => {
  test('names its pool, lasts two hours and says so', async () => {
    const issued = (await issueManagementToken(settingsAt()))._unsafeUnwrap()
    expect(issued.expires_in).toBe(7200)
    expect(decodeProtectedHeader(issued.access_token)).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(decodeJwt(issued.access_token)).toEqual({
      scoped_userpool_id: '59f86b4832eb28071bdd9214',
      iat: signedAt / 1000,
      exp: signedAt / 1000 + 7200,
    })
  })

  test('has a payload that plain base64 reads as well, as the Python SDK does', async () => {
    for (let second = 0; second < 200; second += 1)
      expect((await issue(signedAt + second * 7_919_000)).split('.')[1]).toMatch(/^[A-Za-z0-9]+$/)
  })

  test('is accepted to its end and five seconds more', async () => {
    const token = await issue()
    expect(await verdict(token, settingsAt(signedAt))).toBe('accepted')
    expect(await verdict(token, settingsAt(signedAt + 7_204_000))).toBe('accepted')
    expect(await verdict(token, settingsAt(signedAt + 7_205_000))).toBe('unauthorized')
  })

  test('is worth nothing under another secret, key id or pool', async () => {
    const token = await issue()
    for (const other of [
      { accessKeySecret: conceal('another secret of another pool..') },
      { accessKeyId: '0'.repeat(24) },
      { userPoolId: userPoolId('0'.repeat(24)) },
    ])
      expect(await verdict(token, { ...settingsAt(), ...other })).toBe('unauthorized')
  })

  test('is refused when the access key secret itself signed it', async () => {
    const claims = decodeJwt(await issue())
    const secret = Buffer.from(recorded.accessKeySecret)
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(secret)
    expect(await verdict(token, settingsAt())).toBe('unauthorized')
  })

  test('is refused under any other header than its own, though the right key signed it', async () => {
    const claims = decodeJwt(await issue())
    const salt = recorded.accessKeyId
    const info = 'keepsake management token v1'
    const key = new Uint8Array(hkdfSync('sha256', recorded.accessKeySecret, salt, info, 64)).slice(0, 32)
    const signed = (header: JWTHeaderParameters, hash: string): string => {
      const head = `${encode(header)}.${encode(claims)}`
      return `${head}.${createHmac(hash, key).update(head).digest('base64url')}`
    }
    expect(await verdict(signed({ alg: 'HS256', typ: 'JWT' }, 'sha256'), settingsAt())).toBe('accepted')
    expect(await verdict(signed({ alg: 'HS384', typ: 'JWT' }, 'sha384'), settingsAt())).toBe('unauthorized')
    expect(await verdict(signed({ alg: 'HS512', typ: 'JWT' }, 'sha512'), settingsAt())).toBe('unauthorized')
    expect(await verdict(signed({ alg: 'none', typ: 'JWT' }, 'sha256'), settingsAt())).toBe('unauthorized')
    expect(await verdict(signed({ alg: 'HS256' }, 'sha256'), settingsAt())).toBe('unauthorized')
  })

  test.each(['', '.', '..', 'a.b.c', 'x'.repeat(5000)])('is not %j', async (token) => {
    expect(await verdict(token, settingsAt())).toBe('unauthorized')
  })

  test('is refused with any one character of it changed', async () => {
    const token = await issue()
    let changes = 0
    for (let index = 0; index < token.length - 1; index += 1) {
      const other = token[index] === 'A' ? 'B' : 'A'
      changes += 1
      expect(await verdict(token.slice(0, index) + other + token.slice(index + 1), settingsAt())).toBe(
        'unauthorized',
      )
    }
    expect(changes).toBeGreaterThan(150)
  })
})
