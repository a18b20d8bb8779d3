import { runInNewContext } from 'node:vm'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { inputs } from '@keepsake/app/input'
import type { Failure } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { errorOf, inShort, openSubject, valueOf, type Subject } from '../../builders/keepsake.ts'
import { verbNamed, verbNames } from '../../builders/verbs.ts'
import { fieldsIn, holding, hostile, objectsIn, wrongFor, type Place } from './mutations.ts'
import { sampleCommands, type Verb } from './sample-commands.ts'

const verbs = Object.keys(sampleCommands) as readonly Verb[]
const samples = verbs.flatMap((verb) =>
  sampleCommands[verb].map((command, index) => [`${verb} (${index})`, verb, command] as const),
)
const objects = samples.filter(([, , command]) => typeof command === 'object')

let subject: Subject

beforeAll(async () => {
  const settings = {
    customFields: { school: { type: 'string' }, age: { type: 'number' } },
    apps: { app: { loginUrl: 'https://app.example.com' } },
  } as const
  subject = await openSubject(async () => ({ storage: openMemoryStorage() }), { settings })
  const password = 'correct horse battery staple'
  const list = [
    { username: 'bob', password },
    { username: 'ida', password },
  ]
  await valueOf(subject.keepsake.users.create({ list }))
})

const call = (verb: Verb, given: unknown): ResultAsync<unknown, Failure> =>
  (verbNamed(subject.keepsake, verb) as (given: unknown) => ResultAsync<unknown, Failure>)(given)

const schemaOf = (verb: Verb): z.ZodType => verbNamed(inputs, verb) as z.ZodType

/** `path code` of each issue of a call that must be rejected. */
const refusal = async (verb: Verb, given: unknown): Promise<readonly string[]> => {
  const failure = await errorOf(call(verb, given))
  if (failure.kind !== 'rejected') throw new Error(`${verb} is ${failure.kind}`, { cause: failure.cause })
  return failure.issues.map(({ path, code }) => `${path.join('.')} ${code}`)
}

const under = (place: Place, issue: string): boolean => issue.startsWith(place.join('.'))

describe('the API', () => {
  it('has a schema for each of its verbs, which is published, and a sample here', () => {
    const names = verbNames(subject.keepsake)
    expect(verbNames(inputs)).toEqual(names)
    expect(verbs.toSorted()).toEqual(names)
  })

  it.each(samples)('takes what %s may be given, by its schema', async (_, verb, command) => {
    expect(schemaOf(verb).safeParse(command).error?.issues).toBeUndefined()
    const answer = await call(verb, command)
    if (answer.isErr() && answer.error.kind === 'rejected')
      for (const { code } of answer.error.issues) expect(code).not.toMatch(/^request\./u)
  })
})

describe('a verb rejects, with the place,', () => {
  it.each(samples)('another type for the command of %s', async (_, verb, command) => {
    const others = sampleCommands[verb].filter((each) => each !== command)
    for (const wrong of wrongFor(command)) {
      // What another of its shapes is like may be right.
      if (others.some((other) => typeof other === typeof wrong)) continue
      expect([verb, wrong, await refusal(verb, wrong)]).toEqual([
        verb,
        wrong,
        expect.arrayContaining([expect.stringMatching(/ request\./u)]),
      ])
    }
  })

  it.each(objects)('another type for each field of %s', async (_, verb, command) => {
    for (const place of fieldsIn(command))
      for (const wrong of wrongFor(place)) {
        const issues = await refusal(verb, holding(command, place.at, wrong))
        expect([place.at, wrong, issues]).toEqual([
          place.at,
          wrong,
          issues.filter((each) => under(place.at, each)),
        ])
        for (const issue of issues) expect(issue).toMatch(/ request\./u)
      }
  })

  it.each(objects)('a field that nobody knows, wherever it stands in %s', async (_, verb, command) => {
    for (const place of objectsIn(command)) {
      const issues = await refusal(verb, holding(command, [...place, 'pasword'], 'x'))
      expect(issues).toContain(`${[...place, 'pasword'].join('.')} request.field_unknown`)
      expect(schemaOf(verb).safeParse(holding(command, [...place, 'pasword'], 'x')).success).toBe(false)
    }
  })

  it.each(objects)('a getter that throws, wherever it stands in %s', async (_, verb, command) => {
    for (const { at } of fieldsIn(command)) {
      const given = holding(command, at, undefined, () => {
        throw new Error('a password')
      })
      expect(await refusal(verb, given)).toEqual([`${at.join('.')} request.field_unreadable`])
    }
  })
})

/** A list that is nothing but gaps. */
const ofLength = (length: number): unknown[] => Object.assign([], { length })

describe('what is no plain data', () => {
  it.each(samples)('never makes %s throw', async (_, verb) => {
    for (const [what, make] of hostile) {
      const issues = await refusal(verb, make())
      expect([what, issues]).toEqual([what, issues.filter((each) => / request\./u.test(each))])
    }
  })

  it('is named where it stands', async () => {
    const user = sampleCommands['users.create'][0]?.list[0]
    const nested = { ...user, identities: [{ ...user!.identities![0], userInfoInIdp: hostile.at(-1)![1]() }] }
    expect(await refusal('users.create', { list: [{ username: 'ann' }, nested] })).toEqual([
      expect.stringMatching(/^list\.1\.identities\.0\.userInfoInIdp(?:\.nested)+ request\.too_deep$/u),
    ])
    const info = (value: unknown): object => ({
      ...user,
      identities: [{ ...user!.identities![0], userInfoInIdp: { value } }],
    })
    for (const value of [
      10n,
      Number.NaN,
      Infinity,
      () => 1,
      Symbol('a'),
      new Date(0),
      new Map(),
      [new Uint8Array(1)],
    ])
      expect(await refusal('users.create', { list: [info(value)] })).toEqual([
        'list.0.identities.0.userInfoInIdp request.field_of_wrong_type',
      ])
  })

  it('is refused for its size before it is read', async () => {
    const long = 'x'.repeat(10_000_000)
    expect(await refusal('signIn', { login: long, password: 'x' })).toEqual(['login text.too_long'])
    expect(await refusal('completeSignIn', { ticket: long })).toEqual(['ticket text.too_long'])
    expect(await refusal('users.get', { userId: long })).toEqual(['userId text.too_long'])
    expect(await refusal('users.create', { list: [{ username: 'ann', password: long }] })).toEqual([
      'list.0.password password.too_long',
    ])
    const tooMany = 'request.field_of_wrong_type'
    expect(await refusal('users.create', { list: ofLength(4_000_000_000) })).toEqual([`list ${tooMany}`])
    expect(await refusal('users.delete', { userIds: ofLength(4_000_000_000) })).toEqual([
      `userIds ${tooMany}`,
    ])
    const row = Array.from({ length: 100_000 }, () => 0)
    expect(await refusal('signIn', { login: Array.from({ length: 100 }, () => row) })).toEqual([
      expect.stringMatching(/^login(?:\.\d+)+ request\.too_many_values$/u),
    ])
  })

  it('may have gaps, which are fields that are missing', async () => {
    expect(
      await refusal('users.create', {
        list: Object.assign(ofLength(3), { 0: { username: 'ann' }, 2: { username: 'eve' } }),
      }),
    ).toEqual(['list.1 request.field_missing'])
    expect(await refusal('users.delete', { userIds: ofLength(2) })).toEqual([
      'userIds.0 request.field_missing',
      'userIds.1 request.field_missing',
    ])
  })
})

describe('what a caller gives', () => {
  const right = { login: 'ida', password: 'correct horse battery staple' }
  const signIn = (given: object): Promise<string> =>
    valueOf(subject.keepsake.signIn(given as typeof right)).then(({ verdict }) => verdict)

  it('is read once: what a getter answers the second time does not count', async () => {
    let asked = 0
    const given = {
      ...right,
      get login() {
        asked += 1
        return asked === 1 ? 'ida' : 7
      },
    }
    expect([await signIn(given), asked]).toEqual(['signed_in', 1])
  })

  it('may be a proxy, of another realm, without a prototype or of a class, as long as its fields are its own', async () => {
    class Attempt {
      login = 'ida'
      password = right.password
      describe(): string {
        return this.login
      }
    }
    for (const given of [
      new Proxy(right, {}),
      Object.assign(Object.create(null), right),
      runInNewContext('given => ({ ...given })')(right),
      new Attempt(),
    ])
      expect(await signIn(given)).toBe('signed_in')
  })

  it('may have fields that are undefined: they count as absent', async () => {
    expect(await signIn({ ...right, code: undefined, ticket: undefined })).toBe('signed_in')
    const change = { ...right, newPassword: 'another horse, and a longer one', ticket: undefined }
    expect((await valueOf(subject.keepsake.passwords.change(change))).verdict).toBe('changed')
  })
})

describe('a batch', () => {
  const list = [{ username: 'ann' }, { username: 7 }, null, { username: 'eve', pasword: 'x' }] as never[]
  const wrong = [
    'list.1.username request.field_of_wrong_type',
    'list.2 request.field_of_wrong_type',
    'list.3.pasword request.field_unknown',
  ]

  it('of which some rows have another shape is refused whole in mode all', async () => {
    expect(await refusal('users.create', { list })).toEqual(wrong)
    expect(await valueOf(subject.keepsake.users.find({ username: 'ann' }))).toBeUndefined()
  })

  it('is written without them in mode each, and they are reported', async () => {
    const { created, refused } = await valueOf(subject.keepsake.users.create({ list, mode: 'each' }))
    expect(created.map(({ row }) => row)).toEqual([0])
    expect(refused.flatMap(({ issues }) => inShort(issues))).toEqual(wrong)
    expect(refused.map(({ row }) => row)).toEqual([1, 2, 3])

    const userId = created[0]!.account.user.id
    const otp = { secret: 'HZ2F6J3AGNAVSOTV' }
    const rows = [
      { userId, otp },
      { userId: 7, otp },
      { userId, otp, name: 'x' },
    ] as never[]
    const wrongRows = ['list.1.userId request.field_of_wrong_type', 'list.2.name request.field_unknown']
    expect(await refusal('authenticators.import', { list: rows })).toEqual(wrongRows)
    const imported = await valueOf(subject.keepsake.authenticators.import({ list: rows, mode: 'each' }))
    expect(imported.enrolled).toBe(1)
    expect(imported.refused.flatMap(({ issues }) => inShort(issues))).toEqual(wrongRows)
  })

  it('has the rest of its rows judged together with them', async () => {
    const rows = [{ username: 'zoe' }, { username: 7 }, { username: 'zoe' }] as never[]
    expect(await refusal('users.create', { list: rows })).toEqual([
      'list.0.username user.username_repeated',
      'list.1.username request.field_of_wrong_type',
      'list.2.username user.username_repeated',
    ])
  })
})
