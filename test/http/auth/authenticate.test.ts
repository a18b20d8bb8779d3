import { describe, expect, test } from 'vitest'
import { authApiCodes } from '../../../packages/http/src/auth/auth-failure.ts'
import { authenticate } from '../../../packages/http/src/auth/authenticate.ts'
import { issueManagementToken } from '../../../packages/http/src/auth/management-token.ts'
import type { IncomingRequest } from '../../../packages/http/src/auth/incoming-request.ts'
import { incoming, recorded, settingsAt, signedPost } from './requests.ts'

const path = '/api/v3/create-user'
const post = (headers: IncomingRequest['headers']): IncomingRequest =>
  incoming({ method: 'POST', path, headers, text: '{"username":"bob"}' })
const verdict = async (request: IncomingRequest): Promise<string> =>
  (await authenticate(request, settingsAt())).match(
    () => 'accepted',
    (failure) => (failure.kind === 'unavailable' ? failure.kind : failure.code),
  )
const token = (await issueManagementToken(settingsAt()))._unsafeUnwrap().access_token

describe('the Authorization header decides how a request is judged', () => {
  test('authing, in any case of letters: by its signature', async () => {
    const request = signedPost(path, { username: 'bob' })
    const authorization = request.headers['authorization'] ?? ''
    expect(await verdict(request)).toBe('accepted')
    expect(
      await verdict(post({ ...request.headers, authorization: authorization.replace('authing', 'Authing') })),
    ).toBe('accepted')
    expect(await verdict(post({ ...request.headers, authorization: `${authorization}x` }))).toBe(
      'signature_invalid',
    )
  })

  test('Bearer and a token: Go, Python and PHP', async () => {
    expect(await verdict(post({ authorization: `Bearer ${token}` }))).toBe('accepted')
    expect(await verdict(post({ authorization: `bearer ${token}` }))).toBe('accepted')
  })

  test('a bare token, also beside signature headers that nobody signed: Java from 3.1.4 on', async () => {
    const headers = { ...recorded.headers, date: '1', 'x-authing-signature-nonce': 'x', authorization: token }
    expect(await verdict(post(headers))).toBe('accepted')
  })

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    `Basic ${token}`,
    `authing${token}`,
    `Bearer authing ${token}`,
  ])('%s: nobody', async (authorization) => {
    expect(await verdict(post({ ...recorded.headers, authorization }))).toBe('unauthorized')
  })

  test('a token is no signature', async () => {
    expect(await verdict(post({ ...recorded.headers, authorization: `authing ${token}` }))).toBe(
      'signature_invalid',
    )
  })
})

test('a signature that fails has one of the codes 1300 to 1306, each its own', () => {
  const { unauthorized, not_signed_in, content_digest_missing, ...ofSignatures } = authApiCodes
  expect([unauthorized, not_signed_in, content_digest_missing]).toEqual([undefined, 2020, undefined])
  const codes = Object.values(ofSignatures)
  expect(codes).toEqual([1300, 1301, 1302, 1303, 1304, 1305, 1306])
})
