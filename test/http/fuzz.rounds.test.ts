import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { times } from '../effort.ts'
import { createUsersBatch, importOtp } from '../app/contract-examples.ts'
import { accessKeyId, accessKeySecret, send, serveKeepsake, type Served } from './served.ts'

let served: Served
let managing: string
let ofUser: string
let mfaToken: string
let userId = ''

beforeAll(async () => {
  served = await serveKeepsake()
  managing = await served.token()
  const password = 'nine geese on a raft'
  const otp = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }
  const list = [
    { username: 'fuzzed', password },
    { username: 'challenged', password, otp },
  ]
  const { created } = (await served.keepsake.users.create({ list }))._unsafeUnwrap()
  userId = created[0]!.account.user.id
  const signIn = async (username: string): Promise<Readonly<Record<string, string>>> => {
    const body = JSON.stringify({ connection: 'PASSWORD', passwordPayload: { username, password } })
    const answer = await send(`${served.origin}/api/v3/signin`, { method: 'POST', body })
    return answer.body.data as Readonly<Record<string, string>>
  }
  ofUser = `Bearer ${(await signIn('fuzzed'))['access_token']}`
  mfaToken = `Bearer ${(await signIn('challenged'))['mfaToken']}`
})
afterAll(() => served.stop())

const [exampleUser] = createUsersBatch.list
const bodies = (): Readonly<Record<string, unknown>> => ({
  '/api/v3/get-management-token': { accessKeyId, accessKeySecret },
  '/api/v3/create-users-batch': createUsersBatch,
  '/api/v3/create-user': { ...exampleUser, options: createUsersBatch.options },
  '/api/v3/import-otp': importOtp('6229ffa00000000cade3e3d9'),
  '/api/v2/mfa/totp/import': {
    userId: '6229ffa00000000cade3e3d9',
    secret: 'HZ2F6J3AGNAVSOTV',
    recoveryCode: 'b471-8ec0',
  },
  '/api/v3/signin': {
    connection: 'PASSWORD',
    passwordPayload: { password: 'wrong', username: 'fuzzed' },
    options: { passwordEncryptType: 'none', scope: 'openid', clientIp: '127.0.0.1' },
    client_id: 'app-1',
    client_secret: 'x',
  },
  '/api/v2/users/password/reset-by-first-login-token': { token: 'a.b', password: 'ten ducks on a lake' },
  '/api/v2/mfa/totp/verify': { totp: '000000', authenticatorType: 'totp' },
  '/api/v2/mfa/totp/recovery': { recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54' },
  '/api/v3/send-enroll-factor-request': { factorType: 'OTP', profile: {} },
  '/api/v3/enroll-factor': {
    factorType: 'OTP',
    enrollmentToken: 'v1.a.b',
    enrollmentData: { passCode: '000000' },
  },
  '/api/v3/reset-factor': { factorId: 'a' },
  '/api/v3/mfa-totp-verify': { totp: '000000' },
  '/api/v3/list-users': {
    keywords: 'fuzz',
    advancedFilter: [
      { field: 'status', operator: 'IN', value: ['Activated'] },
      { field: 'createdAt', operator: 'BETWEEN', value: [0, 9e12] },
      { field: 'department', operator: 'IN', value: [{ departmentId: 'd' }] },
    ],
    options: {
      pagination: { page: 1, limit: 10 },
      sort: [{ field: 'createdAt', order: 'asc' }],
      fuzzySearchOn: ['name'],
      withCustomData: true,
    },
  },
  '/api/v3/update-user': {
    userId,
    email: 'fuzzed@example.com',
    name: 'F',
    customData: { age: 3 },
    options: { resetPasswordOnNextLogin: true },
  },
  '/api/v3/update-user-batch': { list: [{ userId, phone: '18812340000', status: 'Activated' }] },
  '/api/v3/is-user-exists': { email: 'a@example.com', username: 'b', phone: '1', externalId: 'x' },
  '/api/v3/link-identity': { userId, extIdpId: 'idp', userIdInIdp: 'u', type: 'openid' },
  '/api/v3/unlink-identity': { userId, extIdpId: 'idp', type: 'openid' },
  '/api/v3/set-user-departments': { userId, departments: [{ departmentId: 'd', isMainDepartment: true }] },
  '/api/v3/set-custom-data': {
    targetType: 'USER',
    targetIdentifier: userId,
    list: [{ key: 'age', value: 3 }],
  },
  '/api/v3/delete-users-batch': { userIds: [userId, 'x'], options: { userIdType: 'user_id' } },
})

/** What lets a caller of the path in. */
const authorizationOf = (path: string): string => {
  if (/factor|mfa-totp-verify/u.test(path)) return ofUser
  return /totp\/(?:verify|recovery)/u.test(path) ? mfaToken : managing
}

type Place = { readonly owner: Record<string, unknown>; readonly key: string }

/** Every place of a value, outermost first. */
const placesOf = (value: unknown): readonly Place[] =>
  typeof value === 'object' && value !== null
    ? Object.keys(value).flatMap((key) => {
        const owner = value as Record<string, unknown>
        return [{ owner, key }, ...placesOf(owner[key])]
      })
    : []

const awkward = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(null, true, 0, -0, 1e308, '', ' ', '\u0000', '\ud800', [], {}),
  fc.constantFrom('none', 'rsa', 'sm2', 'Activated', '+86', '2022-02-30', 'a@b', '__proto__', 'constructor'),
  fc.constantFrom('$2a$04$', '$argon2id$', '04', 'AAAA===='),
)

/** A valid body with some places replaced, taken away or added to; now and then with its text damaged. */
const mutated = (body: unknown): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.array(
        fc.record({
          at: fc.nat(),
          how: fc.constantFrom('replace', 'remove', 'add', 'repeat'),
          value: awkward,
        }),
        { minLength: 1, maxLength: 4 },
      ),
      fc.option(fc.record({ at: fc.nat(), text: fc.string({ unit: 'binary', maxLength: 3 }) }), { freq: 9 }),
    )
    .map(([mutations, damage]) => {
      const copy = structuredClone(body)
      for (const { at, how, value } of mutations) {
        const places = placesOf(copy)
        const place = places[at % Math.max(places.length, 1)]
        if (place === undefined) break
        mutate(place, how, value)
      }
      const text = JSON.stringify(copy)
      if (damage === null) return text
      const index = damage.at % text.length
      return text.slice(0, index) + damage.text + text.slice(index + 1)
    })

const mutate = ({ owner, key }: Place, how: string, given: unknown): void => {
  const value = structuredClone(given)
  if (how === 'replace') owner[key] = value
  else if (how === 'remove') delete owner[key]
  else if (how === 'repeat') owner[key] = [owner[key], owner[key]]
  else if (Array.isArray(owner)) owner.push(value)
  else owner[typeof value === 'string' ? value : 'more'] = value
}

const statuses = [200, 400, 401, 403, 404, 409, 413, 429, 499, 501]

const expectEnvelope = ({ status, headers, body, text }: Awaited<ReturnType<typeof send>>): void => {
  // A path that leads to no endpoint is told by HTTP as well.
  expect(status).toBe(body.statusCode === 501 ? 501 : 200)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('content-type')).toContain('application/json')
  expect(statuses, text).toContain(body.statusCode)
  expect(body.message).toEqual(expect.any(String))
  if (body.statusCode !== 200) expect(body.requestId).toEqual(expect.any(String))
}

/** Sent together, which is quicker, and closer to life. */
const together = 20

/** How many requests a route is sent. */
const [posts, others] = [times({ short: 1000, long: 2000 }), times({ short: 500, long: 1000 })]

describe('whatever is sent, the answer is an envelope, and never 500', () => {
  it.each(Object.keys(bodies()))('to POST %s', async (path) => {
    const body = fc.oneof(
      { weight: 4, arbitrary: mutated(bodies()[path]) },
      { weight: 1, arbitrary: fc.json() },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(body, { minLength: together, maxLength: together }), async (bodies) => {
        const sent = bodies.map((each) =>
          send(`${served.origin}${path}`, {
            method: 'POST',
            headers: { authorization: authorizationOf(path) },
            body: each,
          }),
        )
        for (const answer of await Promise.all(sent)) expectEnvelope(answer)
      }),
      { numRuns: posts / together, endOnFailure: true },
    )
    expect(served.events.filter(({ fault }) => fault !== undefined)).toStrictEqual([])
  })

  it.each([
    '/api/v3/get-user',
    '/api/v3/get-otp-secret-by-user',
    '/api/v3/get-user-mfa-info',
    '/api/v3/list-users',
    '/api/v3/get-user-batch',
    '/api/v3/get-user-identities',
    '/api/v3/get-user-departments',
    '/api/v3/get-custom-data',
    '/api/v3/system',
    '/api/v3/list-enrolled-factors',
    '/api/v3/list-factors-to-enroll',
    '/api/v3/get-factor',
  ])('to GET %s', async (path) => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.webQueryParameters())
    const pair = fc.tuple(
      fc.oneof(
        fc.constantFrom(
          'userId',
          'factorId',
          'withCustomData',
          'userIdType',
          'userIds',
          'page',
          'limit',
          'status',
          'userId[]',
          '__proto__',
        ),
        text,
      ),
      fc.oneof(fc.constantFrom('email', 'phone', 'username', 'external_id', '+8618812348888', 'true'), text),
    )
    const query = fc
      .array(pair, { maxLength: 4 })
      .map((pairs) => pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&'))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(query, fc.webQueryParameters()), { minLength: together, maxLength: together }),
        async (queries) => {
          const sent = queries.map((each) =>
            send(`${served.origin}${path}?${each}`, { headers: { authorization: authorizationOf(path) } }),
          )
          for (const answer of await Promise.all(sent)) expectEnvelopeOrBare(answer)
        },
      ),
      { numRuns: others / together, endOnFailure: true },
    )
    expect(served.events.filter(({ fault }) => fault !== undefined)).toStrictEqual([])
  })
})

describe('whatever stands in a path, the answer is an envelope', () => {
  it('to DELETE /api/v2/users/:userId/mfa-bound', async () => {
    const broken = fc.constantFrom('%', '%zz', '%00', '%2e%2e', '..', '%ff', '__proto__', ':userId', '%2F')
    const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }).map(encode), broken)
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: together, maxLength: together }), async (names) => {
        const sent = names.map((each) =>
          send(`${served.origin}/api/v2/users/${each}/mfa-bound?type=OTP`, {
            method: 'DELETE',
            headers: { authorization: managing },
          }),
        )
        for (const answer of await Promise.all(sent)) {
          expectEnvelope(answer)
          expect([404, 501], answer.text).toContain(answer.body.statusCode)
        }
      }),
      { numRuns: others / together, endOnFailure: true },
    )
    expect(served.events.filter(({ fault }) => fault !== undefined)).toStrictEqual([])
  })
})

const encode = (text: string): string => encodeURIComponent(text.toWellFormed())

/** `system` answers without an envelope, as the contract has it. */
const expectEnvelopeOrBare = (answer: Awaited<ReturnType<typeof send>>): void => {
  if (!('rsa' in answer.body)) return expectEnvelope(answer)
  expect(answer.headers.get('cache-control')).toBe('no-store')
}
