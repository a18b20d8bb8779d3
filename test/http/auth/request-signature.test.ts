import { createHash } from 'node:crypto'
import { errAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { conceal, unavailable, type SingleUseStore } from '@keepsake/domain'
import {
  defaultSkewMs,
  verifySignature,
  type SignatureSettings,
} from '../../../packages/http/src/auth/request-signature.ts'
import type { IncomingRequest } from '../../../packages/http/src/auth/incoming-request.ts'
import { memorySingleUse } from './memory-single-use.ts'
import {
  authorize,
  incoming,
  recorded,
  recordedRequests,
  settingsAt,
  signedAt,
  signedPost,
} from './requests.ts'

const path = '/api/v3/create-user'
const verdict = async (
  request: IncomingRequest,
  settings: SignatureSettings = settingsAt(),
): Promise<string> =>
  (await verifySignature(request, settings)).match(
    () => 'accepted',
    (failure) => (failure.kind === 'unavailable' ? failure.kind : failure.code),
  )
const withHeaders = (request: IncomingRequest, headers: IncomingRequest['headers']): IncomingRequest => ({
  ...request,
  headers: { ...request.headers, ...headers },
})
/** Signed as it stands, so that only the named header is at fault. */
const signedWith = (headers: Record<string, string | undefined>): IncomingRequest => {
  const present = Object.entries({ ...recorded.headers, ...headers }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return signedPost(path, { username: 'bob' }, Object.fromEntries(present))
}

describe('a signature of the published SDK', () => {
  test.each(recordedRequests)('$name is accepted', async ({ request }) => {
    expect(await verdict(request)).toBe('accepted')
  })

  test.each(recordedRequests)(
    '$name is refused under another secret and under another key id',
    async ({ request }) => {
      expect(await verdict(request, { ...settingsAt(), accessKeySecret: conceal('x'.repeat(32)) })).toBe(
        'signature_invalid',
      )
      expect(await verdict(request, { ...settingsAt(), accessKeyId: '0'.repeat(24) })).toBe(
        'signature_invalid',
      )
    },
  )

  test('is accepted behind a mount prefix, which the SDK does not sign', async () => {
    const request = signedPost(path, { username: 'bob' })
    expect(await verdict({ ...request, path: `/authing${path}` })).toBe('accepted')
    expect(await verdict({ ...request, path: `${path}/delete` })).toBe('signature_invalid')
  })

  test('is accepted when a proxy adds x-authing headers, unless it is one that the facade reads', async () => {
    const request = signedPost(path, { username: 'bob' })
    expect(await verdict(withHeaders(request, { 'x-authing-trace': '1' }))).toBe('accepted')
    expect(await verdict(withHeaders(request, { 'x-authing-app-id': '1' }))).toBe('signature_invalid')
    expect(await verdict(withHeaders(request, { 'x-authing-tenant-id': '1' }))).toBe('signature_invalid')
  })

  test('is accepted for a batch of no users, whose empty list axios leaves out of the URL', async () => {
    const batch = '/api/v3/get-user-batch'
    const authorization = authorize('GET', batch, recorded.headers, { userIds: [], userIdType: 'user_id' })
    const headers = { ...recorded.headers, authorization }
    expect(
      await verdict(incoming({ method: 'GET', path: batch, query: 'userIdType=user_id', headers })),
    ).toBe('accepted')
  })

  test('is accepted with the milliseconds of x-authing-date in place of date, as the C# SDK signs', async () => {
    expect(await verdict(signedWith({ date: undefined, 'x-authing-date': String(signedAt) }))).toBe(
      'accepted',
    )
    expect(await verdict(signedWith({ date: String(signedAt) }))).toBe('accepted')
  })
})

describe('a request of which a part is under no signature is refused', () => {
  test('a query beside a body', async () => {
    expect(await verdict({ ...signedPost(path, { username: 'bob' }), query: 'username=eve' })).toBe(
      'signature_invalid',
    )
  })

  test('a body beside GET', async () => {
    const [, , get] = recordedRequests
    expect(get?.request.method).toBe('GET')
    if (get === undefined) return
    expect(await verdict({ ...get.request, rawBody: Buffer.from('null') })).toBe('signature_invalid')
    expect(await verdict({ ...get.request, rawBody: Buffer.from('{}') })).toBe('signature_invalid')
  })

  test.each(['[]', '"text"', 'null', '1'])('the body %s, which has no members', async (text) => {
    const headers = { ...recorded.headers, authorization: authorize('POST', path, recorded.headers, {}) }
    expect(await verdict(incoming({ method: 'POST', path, headers, text }))).toBe('signature_invalid')
    expect(await verdict(incoming({ method: 'POST', path, headers, text: '{}' }))).toBe('accepted')
  })
})

test('a body nested too deep to be written again is refused, not thrown at', async () => {
  const text = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  const headers = { ...recorded.headers, authorization: authorize('POST', path, recorded.headers, {}) }
  expect(await verdict(incoming({ method: 'POST', path, headers, text }))).toBe('signature_invalid')
})

describe('each fault has its code', () => {
  test.each([
    ['unauthorized', { authorization: undefined }],
    ['signature_invalid', { authorization: 'authing ' }],
    ['signature_invalid', { authorization: `authing ${recorded.accessKeyId}` }],
    ['signature_invalid', { authorization: `authing ${recorded.accessKeyId}:` }],
  ] as const)('%s: %j', async (code, headers) => {
    expect(await verdict(withHeaders(signedWith({}), headers))).toBe(code)
  })

  test.each([
    ['method_unsupported', { 'x-authing-signature-method': 'HMAC-MD5' }],
    ['method_unsupported', { 'x-authing-signature-method': undefined }],
    ['version_unsupported', { 'x-authing-signature-version': '2.0' }],
    ['version_unsupported', { 'x-authing-signature-version': undefined }],
    ['timestamp_missing', { date: undefined }],
    ['timestamp_malformed', { date: '' }],
    ['timestamp_malformed', { date: 'yesterday' }],
    ['timestamp_malformed', { date: 'Invalid Date' }],
    ['timestamp_malformed', { date: '2022-10-09T06:14:00.000Z' }],
    ['timestamp_malformed', { date: 'Mon, 09 Oct 2022 06:14:00 GMT' }],
    ['timestamp_malformed', { date: 'Sun, 09 Oct 2022 06:14:00' }],
    ['timestamp_malformed', { date: '1e12' }],
    ['timestamp_malformed', { date: '9'.repeat(16) }],
    ['timestamp_skewed', { date: String(Math.floor(signedAt / 1000)) }],
    ['signature_invalid', { 'x-authing-signature-nonce': undefined }],
    ['signature_invalid', { 'x-authing-signature-nonce': ' ' }],
  ] as const)('%s: signed with %j', async (code, headers) => {
    expect(await verdict(signedWith({}))).toBe('accepted')
    expect(await verdict(signedWith(headers))).toBe(code)
  })

  test('a clock five minutes off is let in, a millisecond more is not', async () => {
    expect(defaultSkewMs).toBe(300_000)
    for (const sign of [-1, 1]) {
      expect(await verdict(signedWith({}), settingsAt(signedAt + sign * 300_000))).toBe('accepted')
      expect(await verdict(signedWith({}), settingsAt(signedAt + sign * 300_001))).toBe('timestamp_skewed')
    }
    expect(await verdict(signedWith({}), { ...settingsAt(signedAt + 2000), skewMs: 1000 })).toBe(
      'timestamp_skewed',
    )
  })
})

describe('a request is let in once', () => {
  test('the same one again is replayed, also to another instance that shares the store', async () => {
    const store = memorySingleUse()
    expect(await verdict(signedWith({}), settingsAt(signedAt, store))).toBe('accepted')
    expect(await verdict(signedWith({}), settingsAt(signedAt + 1000, store))).toBe('replayed')
  })

  test('it is remembered one window longer than it could be accepted', async () => {
    const store = memorySingleUse()
    await verdict(signedWith({}), settingsAt(signedAt - 300_000, store))
    expect([...store.spent.values()]).toEqual([signedAt + 600_000])
  })

  test('a replay in other words is a replay: another JSON text, another member split, another space', async () => {
    const store = memorySingleUse()
    const settings = settingsAt(signedAt, store)
    const request = signedPost(
      path,
      { a: '1&b=2' },
      { ...recorded.headers, 'x-authing-signature-nonce': 'a b' },
    )
    expect(await verdict(request, settings)).toBe('accepted')
    expect(await verdict({ ...request, rawBody: Buffer.from('{"a":"1","b":"2"}') }, settings)).toBe(
      'replayed',
    )
    expect(await verdict({ ...request, rawBody: Buffer.from(' {"a":"1&b=2"}') }, settings)).toBe('replayed')
    expect(await verdict(withHeaders(request, { 'x-authing-signature-nonce': ' a\tb' }), settings)).toBe(
      'replayed',
    )
  })

  test('another base64 text of the same bytes is no signature', async () => {
    const request = signedWith({})
    const header = request.headers['authorization'] ?? ''
    const signature = header.split(':')[1] ?? ''
    const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/']
      .map((last) => `${signature.slice(0, -2)}${last}=`)
      .filter(
        (text) => text !== signature && Buffer.from(text, 'base64').equals(Buffer.from(signature, 'base64')),
      )
    expect(others).toHaveLength(3)
    for (const other of [...others, signature.slice(0, -1), `${signature}=`]) {
      const authorization = `authing ${recorded.accessKeyId}:${other}`
      expect(await verdict(withHeaders(request, { authorization }))).toBe('signature_invalid')
    }
  })

  test('two requests whose nonces meet by chance are both let in', async () => {
    const settings = settingsAt()
    expect(await verdict(signedPost(path, { username: 'bob' }), settings)).toBe('accepted')
    expect(await verdict(signedPost(path, { username: 'eve' }), settings)).toBe('accepted')
  })

  test('a refused request spends nothing', async () => {
    const store = memorySingleUse()
    const request = signedWith({ 'x-authing-content-sha256': '0'.repeat(64) })
    expect(await verdict(request, settingsAt(signedAt, store))).toBe('signature_invalid')
    expect(await verdict({ ...signedWith({}), path: '/api/v3/other' }, settingsAt(signedAt, store))).toBe(
      'signature_invalid',
    )
    expect(store.spent.size).toBe(0)
  })

  test('nobody is let in while the store does not answer', async () => {
    const down: Pick<SingleUseStore, 'spend'> = {
      spend: () => errAsync(unavailable('storage', new Error('down'))),
    }
    expect(await verdict(signedWith({}), settingsAt(signedAt, down))).toBe('unavailable')
  })
})

describe('x-authing-content-sha256', () => {
  const parameters = { a: '1&b=2' }
  const digest = createHash('sha256').update(JSON.stringify(parameters)).digest('hex')
  const request = signedPost(path, parameters, { ...recorded.headers, 'x-authing-content-sha256': digest })

  test('holds the body to its bytes, so that no other body of the same canonical text is accepted', async () => {
    const other = { rawBody: Buffer.from('{"a":"1","b":"2"}') }
    expect(await verdict({ ...signedPost(path, parameters), ...other })).toBe('accepted')
    expect(await verdict({ ...request, ...other })).toBe('signature_invalid')
    expect(await verdict(request)).toBe('accepted')
  })

  test('cannot be taken away, added or changed', async () => {
    expect(await verdict(withHeaders(request, { 'x-authing-content-sha256': undefined }))).toBe(
      'signature_invalid',
    )
    expect(
      await verdict(withHeaders(signedPost(path, parameters), { 'x-authing-content-sha256': digest })),
    ).toBe('signature_invalid')
    expect(await verdict(withHeaders(request, { 'x-authing-content-sha256': digest.toUpperCase() }))).toBe(
      'signature_invalid',
    )
  })

  test('is demanded of one access key and not of another', async () => {
    const own = { accessKeyId: recorded.accessKeyId, accessKeySecret: conceal(recorded.accessKeySecret) }
    const other = { accessKeyId: 'other', accessKeySecret: conceal('x'.repeat(32)) }
    const key = { ...own, contentDigest: 'demanded' as const }
    const settings = (): SignatureSettings => ({ ...settingsAt(), ...other, accessKeys: [key] })
    expect(await verdict(signedPost(path, parameters), settings())).toBe('content_digest_missing')
    expect(await verdict(request, settings())).toBe('accepted')
    const lenient = { ...settings(), accessKeys: [{ ...key, contentDigest: 'accepted' as const }] }
    expect(await verdict(signedPost(path, parameters), lenient)).toBe('accepted')
    expect(await verdict(signedPost(path, parameters), { ...lenient, contentDigest: 'demanded' })).toBe(
      'content_digest_missing',
    )
  })

  test('is demanded of every body where the settings say so, and of nothing else', async () => {
    const demanding: SignatureSettings = { ...settingsAt(), contentDigest: 'demanded' }
    expect(await verdict(signedPost(path, parameters), demanding)).toBe('content_digest_missing')
    expect(await verdict(request, demanding)).toBe('accepted')
    for (const { name, request: recordedRequest } of recordedRequests)
      expect(await verdict(recordedRequest, { ...settingsAt(), contentDigest: 'demanded' }), name).toBe(
        recordedRequest.rawBody.length > 0 ? 'content_digest_missing' : 'accepted',
      )
  })
})
