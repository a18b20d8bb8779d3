import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { samplesOf, signedRoutes, textOf, type Request } from './auth/reading/signed-requests.ts'
import { send, serveKeepsake, signed, type Answered, type Served } from './served.ts'

let served: Served
let bob: string

beforeAll(async () => {
  served = await serveKeepsake()
  const { body } = await served.post('/api/v3/create-user', { username: 'bob', nickname: 'Bob' })
  bob = (body.data as { readonly userId: string }).userId
})
afterAll(() => served.stop())

/** Sends one request under the signature of another. */
const sendAs = (
  { method, path }: { readonly method: string; readonly path: string },
  signedAs: Request,
  sent: Request,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> => {
  const proof = signed(method, path, signedAs, Date.now(), headers)
  if (method === 'POST')
    return send(`${served.origin}${path}`, { method, headers: proof, body: JSON.stringify(sent) })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(sent))
    if (Array.isArray(value)) for (const each of value) query.append(`${name}[]`, String(each))
    else query.append(name, textOf(value))
  return send(`${served.origin}${path.replace(':userId', 'bob')}?${query}`, { method, headers: proof })
}

const codesOf = ({ body }: Answered): readonly string[] => body.errors?.map(({ code }) => code) ?? []

/** Whether a request came as far as the rules: it was signed rightly, and its shape was read. */
const expectTaken = (answer: Answered): void => {
  expect(answer.body.apiCode).not.toBe(1300)
  expect(codesOf(answer).filter((code) => /^(?:request|text)\./u.test(code))).toStrictEqual([])
}

const expectAmbiguous = (answer: Answered, path: string): void => {
  expect(answer.body).toMatchObject({ statusCode: 400, errors: [{ code: 'request.ambiguous', path }] })
}

const update = { method: 'POST', path: '/api/v3/update-user' }
const hiding = {
  nickname: 'Bob&phone=+8613800000000&status=Suspended',
}
const split = { nickname: 'Bob', phone: '+8613800000000', status: 'Suspended' }

describe('a nickname in which other members begin', () => {
  it('is refused under a signature, and nothing is changed', async () => {
    expectAmbiguous(await sendAs(update, { userId: bob, ...hiding }, { userId: bob, ...hiding }), 'nickname')
    const { body } = await served.get('/api/v3/get-user', { userId: bob })
    expect(body.data).toMatchObject({ nickname: 'Bob', status: 'Activated' })
    expect(body.data).not.toHaveProperty('phone')
  })

  it('is taken with the digest of the body, and no other body is', async () => {
    const request = { userId: bob, ...hiding }
    const digest = createHash('sha256').update(JSON.stringify(request)).digest('hex')
    const headers = { 'x-authing-content-sha256': digest }
    expect((await sendAs(update, request, request, headers)).body).toMatchObject({
      statusCode: 200,
      data: hiding,
    })
    const forged = await sendAs(update, request, { userId: bob, ...split }, headers)
    expect(forged.body).toMatchObject({ statusCode: 401, apiCode: 1300 })
  })

  it('is taken under a management token', async () => {
    const { body } = await served.postRaw(update.path, JSON.stringify({ userId: bob, ...hiding }))
    expect(body).toMatchObject({ statusCode: 200, data: hiding })
  })

  it('is taken in a batch, whose rows are signed as JSON', async () => {
    const { body } = await served.post('/api/v3/update-user-batch', { list: [{ userId: bob, ...hiding }] })
    expect(body).toMatchObject({ statusCode: 200, data: [hiding] })
  })

  it('cannot be sent again as the members that it holds', async () => {
    const whole = { userId: bob, ...hiding }
    const proof = signed('POST', update.path, whole, Date.now())
    const answers = []
    for (const each of [whole, { userId: bob, ...split }])
      answers.push(
        await send(`${served.origin}${update.path}`, {
          method: 'POST',
          headers: proof,
          body: JSON.stringify(each),
        }),
      )
    expectAmbiguous(answers[0]!, 'nickname')
    expect(answers[1]!.body).toMatchObject({ apiCode: 1306 })
  })

  it('cannot swallow members that were signed beside it', async () => {
    expectAmbiguous(await sendAs(update, { userId: bob, ...split }, { userId: bob, ...hiding }), 'nickname')
  })
})

describe('a signed text that reads one way is taken', () => {
  it.each<readonly [string, Request]>([
    ['a photo’s URL', { photo: 'https://cdn.example.com/p?a=1&b=2' }],
    ['a name that is no member', { nickname: 'Bob & Alice = friends &c=3' }],
    ['a name that is in order before its own member', { nickname: 'Bob&email=bob@example.com' }],
    ['a member in the JSON of another', { customData: { school: 'a&nickname=Eve&phone=1' } }],
    ['a flag that is none', { nickname: 'Bob&phoneVerified=perhaps' }],
    [
      'members of every kind',
      { nickname: 'Bob', phoneVerified: true, name: null, website: 'https://a.example/?b' },
    ],
    ['digits as text', { nickname: '12', name: 'true' }],
  ])('%s', async (_, changes) => {
    const request = { userId: bob, ...changes }
    expectTaken(await sendAs(update, request, request))
  })
})

describe('a signed text that reads two ways is refused', () => {
  it.each<readonly [string, Request, string]>([
    ['an empty member', { nickname: 'Bob&phone=' }, 'nickname'],
    ['a flag', { nickname: 'Bob&phoneVerified=true' }, 'nickname'],
    ['null', { nickname: 'Bob&phone=null' }, 'nickname'],
    ['an object', { nickname: 'Bob&options={"autoGeneratePassword":true}' }, 'nickname'],
    ['a member behind one that is none', { nickname: 'Bob&b=2&phone=1' }, 'nickname'],
    [
      'a member whose value goes on in the next one',
      { nickname: 'Bob&phone=1', phoneVerified: true },
      'nickname',
    ],
    ['a text that spells null', { nickname: 'null' }, 'nickname'],
    [
      'a member in the JSON of another behind a text',
      { city: 'Paris', customData: { a: '&phone=1' } },
      'customData',
    ],
    ['thousands of members', { nickname: '&phone=1'.repeat(10_000) }, 'nickname'],
  ])('%s', async (_, changes, path) => {
    const request = { userId: bob, ...changes }
    expectAmbiguous(await sendAs(update, request, request), path)
  })

  it('half a character, which is signed as U+FFFD is', async () => {
    const request = { userId: bob, nickname: '\ud800' }
    const answer = await sendAs(update, request, request)
    expect(codesOf(answer)).toStrictEqual(['text.not_well_formed'])
  })

  it.each<readonly [string, string, Request, Request]>([
    [
      'a parameter in a user’s id',
      'get-user',
      { userId: 'bob&userIdType=username' },
      { userId: 'bob', userIdType: 'username' },
    ],
    [
      'a parameter in the name of one that is not looked at',
      'get-user',
      { userId: 'bob', 'userIdType=username&zz': '1' },
      { userId: 'bob', userIdType: 'username', zz: '1' },
    ],
    [
      'one that is not looked at in a user’s id',
      'get-user',
      { userId: 'bob&zz=1' },
      { userId: 'bob', zz: '1' },
    ],
    ['a list of ids as a text', 'get-user-batch', { userIds: '["bob"]' }, { userIds: ['bob'] }],
  ])('%s', async (_, endpoint, refused, taken) => {
    const route = { method: 'GET', path: `/api/v3/${endpoint}` }
    expect(codesOf(await sendAs(route, refused, refused))).toStrictEqual(['request.ambiguous'])
    expect(codesOf(await sendAs(route, taken, refused))).toStrictEqual(['request.ambiguous'])
    expectTaken(await sendAs(route, taken, taken))
  })
})

/** For each member that takes a text: a request that hides another member in it, and the one that says that member. */
const pairs = signedRoutes.flatMap((route) => {
  const { members } = route.shape
  const sample = (name: string): unknown => samplesOf(route, name)[0]
  const required = [...members.keys()].filter((name) => members.get(name)?.isRequired === true)
  return [...members.keys()].flatMap((owner) => {
    const hidden = [...members.keys()].find(
      (name) => name > owner && !required.some((between) => owner < between && between <= name),
    )
    if (members.get(owner)?.takesAnyText !== true || hidden === undefined) return []
    const whole = Object.fromEntries(required.map((name) => [name, sample(name)]))
    const hiding = { ...whole, [owner]: `a&${hidden}=${textOf(sample(hidden))}` }
    const saying = { ...whole, [owner]: 'a', [hidden]: sample(hidden) }
    return [[`${route.path}: ${hidden} in ${owner}`, route, owner, hiding, saying] as const]
  })
})

describe('of two requests that are signed alike', () => {
  it('there are some for every route that takes a text before another member', () => {
    expect(new Set(pairs.map(([, { path }]) => path)).size).toBeGreaterThan(8)
  })

  it.each(pairs)(
    'the one that says most is taken, and the other refused: %s',
    async (_, route, owner, hiding, saying) => {
      expectAmbiguous(await sendAs(route, hiding, hiding), owner)
      expectAmbiguous(await sendAs(route, saying, hiding), owner)
      expectTaken(await sendAs(route, hiding, saying))
    },
  )
})
