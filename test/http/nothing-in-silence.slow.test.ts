import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { times } from '../effort.ts'
import { serveKeepsake, type Answered, type Served } from './served.ts'

/**
 * No call drops or changes anything of a row in silence. Each run puts one unusual value at one place of a good request,
 * and finds it refused at that place, kept, or warned of at that place.
 */
let served: Served

beforeAll(async () => {
  served = await serveKeepsake({
    settings: {
      passwords: { chosenByAdministrators: true },
      customFields: { note: { type: 'string' }, age: { type: 'number' } },
    },
  })
})
afterAll(() => served.stop())

type Json = Readonly<Record<string, unknown>>
type Place = readonly (string | number)[]

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
let serial = 0
const nextName = (): string => `silent-${(serial += 1)}`

/** Values that people and programs send, and that are easily lost. */
const unusual = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    ' ',
    'x',
    ' padded ',
    'tab\tinside',
    'line\nbreak',
    'null',
    'undefined',
    'true',
    '0',
    0,
    -1,
    1.5,
    1e21,
    true,
    false,
    [],
    [''],
    ['a', 'a'],
    [null],
    {},
    { a: 1 },
    '\u200bzero\u200bwidth',
    'e\u0301 decomposed',
    'ﬁ ligature',
    'Ｆｕｌｌ',
    '\ud800',
    'NaN',
    '2022-02-30',
    '2022-06-03T12:00:00Z',
    '+86 188 1234 5678',
    'https://example.com/ä b.png',
    'a@b@c.example',
    'M',
    'F',
    'w',
    'Activated',
    'Deleted',
    'x'.repeat(3000),
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.integer(),
)

/** A row with everything in it, so that every place of it can be put something else. */
const fullRow = (): Json => {
  const name = nextName()
  return {
    username: name,
    email: `${name}@example.com`,
    emailVerified: true,
    phone: `+86188${String(10_000_000 + serial)}`,
    phoneVerified: true,
    externalId: name,
    status: 'Activated',
    gender: 'M',
    birthdate: '1990-01-31',
    name: 'Name',
    nickname: 'Nick',
    photo: 'https://example.com/a.png',
    website: 'https://example.com',
    address: 'Street 1',
    locale: 'zh-CN',
    departmentIds: ['d1'],
    tenantIds: ['t1'],
    customData: { note: 'a', age: 3 },
    identities: [
      {
        extIdpId: 'idp',
        provider: 'wechat',
        type: 'openid',
        userIdInIdp: name,
        originConnIds: ['c'],
        userInfoInIdp: { a: 1 },
      },
    ],
  }
}

const placesOf = (value: unknown, at: Place = []): readonly Place[] => [
  ...(at.length === 0 ? [] : [at]),
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) =>
        placesOf(inner, [...at, Array.isArray(value) ? Number(key) : key]),
      )
    : []),
]
const objectsOf = (value: unknown, at: Place = []): readonly Place[] => [
  ...(typeof value === 'object' && value !== null && !Array.isArray(value) ? [at] : []),
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) =>
        objectsOf(inner, [...at, Array.isArray(value) ? Number(key) : key]),
      )
    : []),
]

const withAt = (value: unknown, [step, ...rest]: Place, put: unknown): unknown => {
  if (step === undefined) return put
  if (Array.isArray(value))
    return value.map((each, index) => (index === step ? withAt(each, rest, put) : each))
  return { ...(value as Json), [step]: withAt((value as Json)[step], rest, put) }
}
const valueAt = (value: unknown, place: Place): unknown =>
  place.reduce<unknown>((inner, step) => (inner as Json | undefined)?.[step as string], value)

/** What an address or name is compared by: marks around it and compatibility forms are normalised, by design. */
const loosely = (value: unknown): unknown =>
  typeof value === 'string'
    ? value
        .normalize('NFKC')
        .toLowerCase()
        .replaceAll(/[\p{C}\p{Z}\ufe0e\ufe0f-]/gu, '')
    : value

const normalised: ReadonlySet<unknown> = new Set(['username', 'email', 'phone'])

const isKept = (field: unknown, given: unknown, user: Json, place: Place): boolean => {
  const kept = valueAt(user, place)
  if (field === 'gender') return { M: 'M', W: 'F', F: 'F', U: 'U' }[String(given)] === kept
  if (field === 'phone') return String(loosely(given)).endsWith(String(kept))
  if (field === 'departmentIds' || field === 'tenantIds')
    return (
      JSON.stringify([...new Set(user[field] as string[])]) ===
      JSON.stringify(kept === undefined ? [] : user[field])
    )
  if (normalised.has(field)) return loosely(kept) === loosely(given)
  return JSON.stringify(kept) === JSON.stringify(given)
}

const pathsOf = (list: Answered['body']['errors']): readonly string[] => (list ?? []).map(({ path }) => path)

/** The issues that a place has: at it, inside it, or at what it stands in. */
const isAbout = (path: string, place: Place): boolean => {
  const text = place.join('.')
  // An address that goes cannot stay verified.
  return (
    path === text || path.startsWith(`${text}.`) || text.startsWith(`${path}.`) || path === `${text}Verified`
  )
}

const expectNamedOrKept = (answer: Answered, at: Place, place: Place, given: unknown, user: Json): void => {
  const { statusCode, errors, warnings } = answer.body
  const shown = `${place.join('.')} = ${JSON.stringify(given)}: ${answer.text}`
  expect([200, 400, 404, 409], shown).toContain(statusCode)
  const whole = [...at, ...place]
  if (statusCode !== 200)
    return expect(
      pathsOf(errors).some((path) => isAbout(path, whole)),
      shown,
    ).toBe(true)
  if (pathsOf(warnings).some((path) => isAbout(path, whole))) return
  expect(isKept(place[0], given, user, place), shown).toBe(true)
}

const runs = times({ short: 400, long: 5000 })

describe('nothing of a row is dropped or changed in silence', () => {
  it('whatever stands at one place of a new user', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), unusual, async (choice, given) => {
        const row = fullRow()
        const places = placesOf(row)
        const place = places[choice % places.length]!
        const list = [withAt(row, place, given)]
        const answer = await served.post('/api/v3/create-users-batch', { list })
        const [user] = (answer.body.data ?? []) as readonly Json[]
        expectNamedOrKept(answer, ['list', 0], place, given, user ?? {})
      }),
      { numRuns: runs },
    )
  })

  it('whatever one field of a user is changed to', async () => {
    const { body } = await served.post('/api/v3/create-user', fullRow())
    const { userId } = body.data as { readonly userId: string }
    await fc.assert(
      fc.asyncProperty(fc.nat(), unusual, async (choice, given) => {
        const { identities: _i, departmentIds: _d, tenantIds: _t, ...row } = fullRow()
        const places = placesOf(row)
        const place = places[choice % places.length]!
        const answer = await served.post('/api/v3/update-user', {
          userId,
          ...(withAt(row, place, given) as Json),
        })
        // An empty text removes what there was.
        const kept = { ...(answer.body.data as Json | undefined) }
        if (given === '' && valueAt(kept, place) === undefined && answer.body.statusCode === 200) return
        if (given === '' && place[0] === 'gender' && kept['gender'] === 'U') return
        // Custom data is changed key by key: of no key, nothing.
        if (place.join('.') === 'customData' && JSON.stringify(given) === '{}') return
        expectNamedOrKept(answer, [], place, given, kept)
      }),
      { numRuns: runs },
    )
  })

  it('whatever stands in the authenticator of a new user', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('secret', 'recoveryCode', 'digits', 'period', 'algorithm', 'name'),
        unusual,
        async (field, given) => {
          const otp = { secret, [field]: given }
          const answer = await served.post('/api/v3/create-user', { username: nextName(), otp })
          const { statusCode, errors, warnings, data } = answer.body
          const shown = `${field} = ${JSON.stringify(given)}: ${answer.text}`
          const isNamed = pathsOf(errors ?? warnings).some((path) => isAbout(path, ['otp', field]))
          if (statusCode !== 200) expect(isNamed, shown).toBe(true)
          if (statusCode !== 200 || isNamed) return
          if (field !== 'secret') return
          const { userId } = data as { readonly userId: string }
          const kept = await served.get('/api/v3/get-otp-secret-by-user', { userId })
          expect(loosely((kept.body.data as { readonly secret: string }).secret), shown).toBe(loosely(given))
        },
      ),
      { numRuns: runs },
    )
  })

  it('a field that nobody knows is refused by name, wherever it stands', async () => {
    const bodies: readonly (readonly [string, () => Json])[] = [
      [
        '/api/v3/create-users-batch',
        () => ({
          list: [{ ...fullRow(), otp: { secret, recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54' } }],
          options: { sendNotification: {} },
        }),
      ],
      ['/api/v3/create-user', () => ({ ...fullRow(), options: {} })],
      ['/api/v3/update-user', () => ({ userId: 'a', name: 'b', options: {} })],
      ['/api/v3/update-user-batch', () => ({ list: [{ userId: 'a', name: 'b' }], options: {} })],
      ['/api/v3/import-otp', () => ({ list: [{ userId: 'a', otp: { secret } }] })],
      ['/api/v3/delete-users-batch', () => ({ userIds: ['a'], options: {} })],
      ['/api/v3/is-user-exists', () => ({ username: 'a' })],
      ['/api/v3/link-identity', () => ({ userId: 'a', extIdpId: 'b', userIdInIdp: 'c' })],
      ['/api/v3/unlink-identity', () => ({ userId: 'a', extIdpId: 'b' })],
      [
        '/api/v3/set-user-departments',
        () => ({ userId: 'a', departments: [{ departmentId: 'b' }], options: {} }),
      ],
      [
        '/api/v3/set-custom-data',
        () => ({ targetType: 'USER', targetIdentifier: 'a', list: [{ key: 'note', value: 'b' }] }),
      ],
      ['/api/v3/list-users', () => ({ options: { pagination: {} } })],
      ['/api/v2/mfa/totp/import', () => ({ userId: 'a', secret })],
    ]
    for (const [path, body] of bodies)
      for (const place of objectsOf(body())) {
        // What stands in here is the caller's own.
        if (place.some((step) => step === 'customData' || step === 'userInfoInIdp')) continue
        const answer = await served.post(path, withAt(body(), [...place, 'unheardOf'], 1) as Json)
        expect(
          answer.body.errors?.map(({ code, path: at }) => `${code} ${at}`),
          `${path} ${place.join('.')}`,
        ).toContain(`request.field_unknown ${[...place, 'unheardOf'].join('.')}`)
      }
  })
})
