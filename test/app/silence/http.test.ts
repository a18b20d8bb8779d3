import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUsersRequest } from '../../../packages/http/src/wire/create-users.ts'
import { importOtpRequest } from '../../../packages/http/src/wire/import-authenticators.ts'
import { importTotpRequest } from '../../../packages/http/src/wire/totp-of-user.ts'
import { updateUserRequest, updateUsersRequest } from '../../../packages/http/src/wire/update-users.ts'
import { setCustomDataRequest } from '../../../packages/http/src/wire/custom-data.ts'
import { setDepartmentsRequest } from '../../../packages/http/src/wire/departments.ts'
import { linkIdentityRequest } from '../../../packages/http/src/wire/link-identity.ts'
import { times } from '../../effort.ts'
import { valueOf } from '../../builders/keepsake.ts'
import { serveKeepsake, type Answered, type Served } from '../../http/served.ts'
import { fieldAt, fieldsOf, placesIn, valueAt, type Json, type Place } from './fields.ts'
import { faultOf, isKept } from './judge.ts'
import { mutationsOf } from './mutations.ts'
import { keepsAuthenticator, otpOf } from './authenticators.ts'
import { customFields, sampleChanges, sampleAuthenticators, sampleUser } from './samples.ts'

/** No endpoint drops or changes anything of a row in silence; see `library.test.ts`. Batches are all or nothing here. */
const stride = times({ short: 29, long: 1 })

let served: Served
let serial = 0

beforeAll(async () => {
  served = await serveKeepsake({
    settings: { customFields },
    ports: { storage: openMemoryStorage() },
  })
})
afterAll(() => served.stop())

/** A user who has nothing yet. */
const somebody = async (): Promise<string> => {
  const list = [{ username: `somebody-${(serial += 1)}` }]
  return (await valueOf(served.keepsake.users.create({ list }))).created[0]!.account.user.id
}

type Door = {
  readonly path: string
  readonly sample: (serial: number) => Json
  readonly toBody: (row: Json, userId: string) => Json
  /** What stands before the row in an issue's path. */
  readonly before: string
  readonly read: (userId: string, answer: Answered) => Promise<Json | undefined>
  readonly keeps?: (row: Json, place: Place, kept: Json) => boolean
  /** What the contract or the docs say means nothing. */
  readonly isLeftOut?: (place: Place, value: unknown) => boolean
}

const dataOf = async (path: string, query: Readonly<Record<string, string>>): Promise<unknown> =>
  (await served.get(path, query)).body.data

const departmentsOf = async (userId: string): Promise<Json> => {
  const { list } = (await dataOf('/api/v3/get-user-departments', { userId })) as {
    readonly list: readonly Json[]
  }
  return { ids: list.map(({ departmentId }) => departmentId) }
}

type Department = { readonly departmentId: unknown; readonly isMainDepartment?: unknown }

/** The main one first, each once, as the docs say. */
const keepsDepartments = ({ departments }: Json, _: Place, { ids }: Json): boolean => {
  const given = departments as readonly Department[]
  const main = given.filter(({ isMainDepartment }) => isMainDepartment === true)
  const expected = [...main, ...given].map(({ departmentId }) => departmentId)
  return JSON.stringify([...new Set(expected)]) === JSON.stringify(ids)
}

const doors: readonly Door[] = [
  {
    path: '/api/v3/import-otp',
    sample: () => sampleAuthenticators[0]!,
    toBody: (otp, userId) => ({ list: [{ userId, otp }] }),
    before: 'list.0.otp.',
    read: (userId) => otpOf(served.keepsake, userId),
    keeps: keepsAuthenticator,
  },
  {
    path: '/api/v2/mfa/totp/import',
    sample: () => ({
      secret: sampleAuthenticators[1]!['secret'],
      recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54',
    }),
    toBody: (otp, userId) => ({ ...otp, userId }),
    before: '',
    read: (userId) => otpOf(served.keepsake, userId),
    keeps: keepsAuthenticator,
  },
  {
    path: '/api/v3/update-user-batch',
    sample: (each) => sampleChanges(20_000 + each),
    toBody: (row, userId) => ({ list: [{ ...row, userId }] }),
    before: 'list.0.',
    read: async (_, { body }) => {
      const [user] = body.data as readonly Json[]
      return { ...user, gender: user!['gender'] === 'F' ? 'W' : user!['gender'] }
    },
    keeps: (row, place, kept) =>
      isKept(row, place, kept) ||
      // An empty text removes what there was; of custom data each key that is sent is changed.
      (valueAt(row, place) === '' && [undefined, 'U'].includes(valueAt(kept, place) as undefined)) ||
      (place.join('.') === 'customData' && JSON.stringify(row['customData']) === '{}'),
  },
  {
    path: '/api/v3/link-identity',
    sample: (each) => ({
      extIdpId: 'idp',
      userIdInIdp: `over-http-${each}`,
      type: 'openid',
      provider: 'wechat',
      userInfoInIdp: { nick: 'N', age: 3, tags: ['a', null] },
      isSocial: false,
    }),
    toBody: (row, userId) => ({ ...row, userId }),
    before: '',
    read: async (userId) =>
      ((await dataOf('/api/v3/get-user-identities', { userId })) as readonly Json[]).at(-1),
    isLeftOut: ([field], value) => field === 'isSocial' && typeof value === 'boolean',
  },
  {
    path: '/api/v3/set-user-departments',
    sample: () => ({
      departments: [
        { departmentId: 'a', isMainDepartment: false, isLeader: false },
        { departmentId: 'b', isMainDepartment: true },
        { departmentId: 'c' },
      ],
    }),
    toBody: (row, userId) => ({ ...row, userId }),
    before: '',
    read: departmentsOf,
    keeps: keepsDepartments,
  },
  {
    path: '/api/v3/set-custom-data',
    sample: () => ({
      list: [
        { key: 'note', value: 'a' },
        { key: 'age', value: 3 },
        { key: 'isOld', value: true },
        { key: 'since', value: '2020-01-31T12:00:00Z' },
        { key: 'level', value: 'gold' },
      ],
    }),
    toBody: (row, targetIdentifier) => ({ ...row, targetIdentifier, targetType: 'USER' }),
    before: '',
    read: async (targetIdentifier) =>
      (await dataOf('/api/v3/get-custom-data', { targetType: 'USER', targetIdentifier })) as Json,
    keeps: ({ list }, _, kept) =>
      (list as readonly { readonly key: string; readonly value: unknown }[]).every(
        ({ key, value }) => kept[key] === value,
      ),
  },
]

const play = async (door: Door, row: Json, place: Place): Promise<string | undefined> => {
  const userId = await somebody()
  const answer = await served.post(door.path, door.toBody(row, userId))
  const { statusCode, errors = [], warnings = [] } = answer.body
  const pathsOf = (list: typeof errors): readonly string[] =>
    list
      .filter(({ code }) => code !== 'otp.secret_shared')
      .map(({ path }) => (path.startsWith(door.before) ? path.slice(door.before.length) : path))
  const kept = statusCode === 200 ? await door.read(userId, answer) : undefined
  return faultOf(row, place, { refused: pathsOf(errors), warned: pathsOf(warnings), kept }, door.keeps)
}

describe('every field of a body is among the samples:', () => {
  const users = fieldsOf(createUsersRequest)
    .filter((field) => field.startsWith('list.*.'))
    .map((field) => field.slice('list.*.'.length))
  const namesIn = (samples: readonly unknown[]): readonly string[] =>
    samples.flatMap((sample) => placesIn(sample).map(fieldAt))
  // What is said of passwords is tried by `passwords.test.ts`; `code` has to be the one of the moment.
  const elsewhere = (field: string): boolean =>
    /^(?:list\.\*\.)?(?:options|userId$|targetType|targetIdentifier|password|reset|otp$)/u.test(field) ||
    /(?:^|\.)code$/u.test(field)

  it.each([
    [
      'create-users-batch',
      users,
      [sampleUser(0), { otp: sampleAuthenticators[0] }, { otp: sampleAuthenticators[1] }],
    ],
    ['update-user', fieldsOf(updateUserRequest), [sampleChanges(0)]],
    ['update-user-batch', fieldsOf(updateUsersRequest), [{ list: [sampleChanges(0)] }]],
    [
      'import-otp',
      fieldsOf(importOtpRequest),
      [{ list: sampleAuthenticators.map((otp) => ({ userId: 'a', otp })) }],
    ],
    ['v2 totp import', fieldsOf(importTotpRequest), [doors[1]!.sample(0)]],
    ['link-identity', fieldsOf(linkIdentityRequest), [doors[3]!.sample(0)]],
    ['set-user-departments', fieldsOf(setDepartmentsRequest), [doors[4]!.sample(0)]],
    ['set-custom-data', fieldsOf(setCustomDataRequest), [doors[5]!.sample(0)]],
  ] as const)('%s', (_, fields, samples) => {
    const known = new Set(namesIn(samples))
    expect(fields.length).toBeGreaterThan(2)
    expect(fields.filter((field) => !known.has(field) && !elsewhere(field))).toEqual([])
  })
})

describe('nothing of a row is dropped or changed in silence by', () => {
  it.each(doors.map((door) => [door.path, door] as const))('%s', async (_, door) => {
    const faults = []
    for (const { row, place } of mutationsOf(door.sample, stride, door.isLeftOut))
      faults.push(...[await play(door, row, place)].filter((fault) => fault !== undefined))
    expect(faults).toEqual([])
  })
})
