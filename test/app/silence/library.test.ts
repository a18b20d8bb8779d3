import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import type { Account } from '@keepsake/app'
import { inputs } from '@keepsake/app/input'
import type { Issue } from '@keepsake/domain'
import { beforeAll, describe, expect, it } from 'vitest'
import { times } from '../../effort.ts'
import { openSubject, valueOf, type Subject } from '../../builders/keepsake.ts'
import { fieldAt, fieldsOf, placesIn, type Json } from './fields.ts'
import { faultOf, type Outcome } from './judge.ts'
import { chunksOf, mutationsOf, type Mutation } from './mutations.ts'
import { keepsAuthenticator, otpOf } from './authenticators.ts'
import { customFields, sampleChanges, sampleIdentity, sampleAuthenticators, sampleUser } from './samples.ts'

/**
 * No verb drops or changes anything of a row in silence. Each field of each row is given unusual values, one at a time, and
 * each is found refused at that field, kept, or warned of.
 */
const stride = times({ short: 5, long: 1 })

let subject: Subject

beforeAll(async () => {
  subject = await openSubject(async () => ({ storage: openMemoryStorage() }), { settings: { customFields } })
})

/** What only the library takes of a user: further addresses, and what the user was in another system. */
const further = (serial: number): Json => ({
  emails: [{ email: `more-${serial}@example.com`, verified: true }, { email: `most-${serial}@example.com` }],
  phones: [{ phone: `+86187${String(10_000_000 + serial)}`, phoneCountryCode: '+86', verified: true }],
})
const wholeUser = (serial: number): Json => ({
  ...sampleUser(serial),
  ...further(serial),
  userId: `0123456789abcdef${String(10_000_000 + serial)}`,
  createdAt: '2020-01-31T12:00:00Z',
  lastSignInAt: 1_600_000_000_000,
  signInsCount: 7,
})

const rowOf = ({ user }: Account): Json => ({
  ...user.profile,
  emails: user.emails?.map(({ email, verified }) => ({ email: email.address, verified })),
  phones: user.phones?.map(({ phone, verified }) => ({
    phone: phone.e164,
    phoneCountryCode: phone.countryCode,
    verified,
  })),
  userId: user.id,
  createdAt: user.createdAt,
  lastSignInAt: user.signIns.lastAt,
  signInsCount: user.signIns.count,
  username: user.username?.text,
  email: user.email?.address,
  emailVerified: user.emailVerified,
  phone: user.phone?.e164,
  phoneCountryCode: user.phone?.countryCode,
  phoneVerified: user.phoneVerified,
  externalId: user.externalId,
  status: user.status,
  gender: user.gender,
  birthdate: user.birthdate,
  customData: { ...user.customData },
  departmentIds: user.departmentIds,
  tenantIds: user.tenantIds,
  identities: user.identities,
})

/** The places of issues, without what stands before the row. */
const pathsOf = (issues: readonly Issue[], before: number): readonly string[] =>
  issues.map(({ path }) => path.slice(before).join('.'))

const createAll = async (mutations: readonly Mutation[]): Promise<readonly Outcome[]> => {
  const list = mutations.map(({ row }) => row)
  const report = await valueOf(subject.keepsake.users.create({ list, mode: 'each' }))
  // As they rest, not as they were answered.
  const accounts = new Map<number, Account>()
  for (const { row, account } of report.created) {
    const rests = await valueOf(subject.keepsake.users.get({ userId: account.user.id }))
    if (rests !== undefined) accounts.set(row, rests)
  }
  return list.map((_, row) => {
    const account = accounts.get(row)
    return {
      refused: pathsOf(report.refused.find((each) => each.row === row)?.issues ?? [], 2),
      warned: pathsOf(
        report.warnings.filter(({ path }) => path[1] === row),
        2,
      ),
      kept: account === undefined ? undefined : rowOf(account),
    }
  })
}

const faultsOf = (
  mutations: readonly Mutation[],
  outcomes: readonly Outcome[],
  keeps?: Parameters<typeof faultOf>[3],
): readonly string[] =>
  mutations.flatMap(({ row, place }, index) => faultOf(row, place, outcomes[index]!, keeps) ?? [])

const without = (fields: readonly string[], names: readonly string[]): readonly string[] => {
  const known = new Set(names)
  return fields.filter((field) => !known.has(field))
}
const namesIn = (samples: readonly unknown[]): readonly string[] =>
  samples.flatMap((sample) => placesIn(sample).map(fieldAt))

/** A new user whose only purpose is to be changed. */
const somebody = async (serial: number): Promise<string> => {
  const list = [{ username: `somebody-${serial}` }]
  return (await valueOf(subject.keepsake.users.create({ list }))).created[0]!.account.user.id
}

describe('every field of a schema is among the samples:', () => {
  // What is said of passwords is tried by `passwords.test.ts`; `code` has to be the one of the moment.
  const ofPassword = fieldsOf(inputs.users.create)
    .map((field) => field.replace('list.*.', ''))
    .filter((field) => /^(?:password|reset)/u.test(field))

  it.each([
    [
      'users.create',
      inputs.users.create,
      'list.*.',
      [wholeUser(0), { otp: sampleAuthenticators[0] }, { otp: sampleAuthenticators[1] }],
    ],
    [
      'users.update',
      inputs.users.update,
      'changes.',
      [{ ...sampleChanges(0), ...further(0), departmentIds: [], tenantIds: [] }],
    ],
    [
      'users.updateMany',
      inputs.users.updateMany,
      'list.*.changes.',
      [{ ...sampleChanges(0), ...further(0), departmentIds: [], tenantIds: [] }],
    ],
    ['identities.link', inputs.identities.link, 'identity.', [sampleIdentity('a')]],
    ['authenticators.import', inputs.authenticators.import, 'list.*.otp.', sampleAuthenticators],
  ] as const)('%s', (_, input, before, samples) => {
    const fields = fieldsOf(input)
      .filter((field) => field.startsWith(before))
      .map((field) => field.slice(before.length))
    expect(fields.length).toBeGreaterThan(5)
    expect(without(fields, [...namesIn(samples), ...ofPassword, 'code', 'otp.code'])).toEqual([])
  })
})

describe('the library loses nothing in silence', () => {
  it('of a new user', async () => {
    const mutations = mutationsOf(wholeUser, stride)
    for (const some of chunksOf(mutations, 1000)) expect(faultsOf(some, await createAll(some))).toEqual([])
  })

  it('of the changes of a user', async () => {
    const userId = await somebody(0)
    const sample = (serial: number): Json => ({
      ...sampleChanges(10_000 + serial),
      ...further(10_000 + serial),
      departmentIds: ['d1', 'd2'],
      tenantIds: ['t1'],
    })
    const mutations = mutationsOf(sample, stride)
    const outcomes: Outcome[] = []
    for (const { row } of mutations) {
      const answer = await subject.keepsake.users.update({ userId, changes: row })
      outcomes.push({
        refused: answer.isErr() && answer.error.kind === 'rejected' ? pathsOf(answer.error.issues, 1) : [],
        warned: [],
        kept: answer.isOk() ? rowOf(answer.value) : undefined,
      })
    }
    // Custom data is changed key by key: of no key, nothing.
    const isEmpty = ({ row, place }: Mutation): boolean =>
      place.join('.') === 'customData' && JSON.stringify(row['customData']) === '{}'
    expect(
      faultsOf(
        mutations.filter((each) => !isEmpty(each)),
        outcomes.filter((_, index) => !isEmpty(mutations[index]!)),
      ),
    ).toEqual([])
  })

  it('of an account that is linked', async () => {
    const userId = await somebody(1)
    const mutations = mutationsOf((serial) => sampleIdentity(`linked-${serial}`), stride)
    const outcomes: Outcome[] = []
    for (const { row } of mutations) {
      const answer = await subject.keepsake.identities.link({ userId, identity: row as never })
      outcomes.push({
        refused: answer.isErr() && answer.error.kind === 'rejected' ? pathsOf(answer.error.issues, 1) : [],
        warned: [],
        kept: answer.isOk() ? answer.value.user.identities.at(-1) : undefined,
      })
    }
    expect(faultsOf(mutations, outcomes)).toEqual([])
  })

  it('of an authenticator', async () => {
    const mutations = sampleAuthenticators.flatMap((otp) => mutationsOf(() => otp, stride))
    const report = await valueOf(
      subject.keepsake.users.create({
        list: mutations.map((_, index) => ({ username: `with-otp-${index}` })),
      }),
    )
    const ids = report.created.map(({ account }) => account.user.id)
    const list = mutations.map(({ row }, index) => ({ userId: ids[index]!, otp: row }))
    const imported = await valueOf(
      subject.keepsake.authenticators.import({ list: list as never, mode: 'each' }),
    )
    const outcomes = await Promise.all(
      mutations.map(async (_, row): Promise<Outcome> => ({
        refused: pathsOf(imported.refused.find((each) => each.row === row)?.issues ?? [], 3),
        // That others have the same secret says nothing of the row.
        warned: pathsOf(
          imported.warnings.filter(({ path, code }) => path[1] === row && code !== 'otp.secret_shared'),
          3,
        ),
        kept: await otpOf(subject.keepsake, ids[row]!),
      })),
    )
    expect(faultsOf(mutations, outcomes, keepsAuthenticator)).toEqual([])
  })
})
