import { describe, expect, it } from 'vitest'
import { codeAt, openSubject, storages, valueOf, type Subject } from '../../../builders/keepsake.ts'
import { accountOf, moveAll, planOf, recordsOf } from '../../../builders/moves.ts'
import { hashVectors } from '../../../adapters/password/vectors.ts'

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const other = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

const person = (number: number, more: object = {}) => ({
  externalId: `crm-${number}`,
  email: `u${number}@example.org`,
  emailVerified: true,
  name: `User ${number}`,
  ...more,
})

const [first, ...others] = hashVectors('bcrypt').filter(({ password }) => password.trim().length > 4)
const second = others.find(({ password }) => password !== first?.password)
const kept = { options: { keepPassword: true } }

const verdictOf = async ({ keepsake }: Subject, number: number, password: string, code?: string) =>
  (
    await valueOf(
      keepsake.signIn({
        login: `u${number}@example.org`,
        password,
        ...(code === undefined ? {} : { code }),
      }),
    )
  ).verdict

describe.each(storages)('a delta on $name', ({ open }) => {
  it('moves a changed password, also where a sign-in has made a stronger hash of the former one', async () => {
    const subject = await openSubject(open)
    await moveAll(
      subject,
      [person(1, { password: first!.encoded }), person(2, { password: first!.encoded })],
      kept,
    )
    expect(await verdictOf(subject, 1, first!.password)).toBe('signed_in')
    const { plan } = await moveAll(
      subject,
      [person(1, { password: second!.encoded }), person(2, { password: second!.encoded })],
      kept,
    )
    expect(plan).toMatchObject({ changed: 2, changedFields: { password: 2 }, keptFields: {} })
    for (const number of [1, 2]) {
      expect(await verdictOf(subject, number, first!.password)).toBe('wrong_credentials')
      expect(await verdictOf(subject, number, second!.password)).toBe('signed_in')
    }
  })

  it('keeps a password that was set here since, says so once, and is quiet afterwards', async () => {
    const subject = await openSubject(open)
    await moveAll(subject, [person(1, { password: first!.encoded })], kept)
    const own = 'a password of her own'
    const change = { login: 'u1@example.org', password: first!.password, newPassword: own }
    expect(await valueOf(subject.keepsake.passwords.change(change))).toMatchObject({ verdict: 'changed' })
    const rows = [person(1, { password: second!.encoded })]
    const { plan } = await moveAll(subject, rows, kept)
    expect(plan).toMatchObject({ changed: 0, unchanged: 1, keptFields: { password: 1 } })
    expect(await verdictOf(subject, 1, own)).toBe('signed_in')
    expect((await moveAll(subject, rows, kept)).plan).toMatchObject({ unchanged: 1, keptFields: {} })
  })

  it('adds authenticators, several at once, and never replaces one', async () => {
    const subject = await openSubject(open)
    const records = recordsOf([person(1, { otp: { secret } })], () => ({ further: [{ secret: other }] }))
    await planOf(subject, records)
    await valueOf(subject.keepsake.moves.run({ move: 'm1', records, holder: 'test' }))
    const { id } = (await accountOf(subject, 'crm-1')).user
    const listed = async () =>
      (await valueOf(subject.keepsake.authenticators.list({ userId: id }))).authenticators.length
    expect(await listed()).toBe(2)
    const third = { secret: 'MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK' }
    const more = recordsOf([person(1, { otp: { secret } })], () => ({ further: [{ secret: other }, third] }))
    await planOf(subject, more)
    await valueOf(subject.keepsake.moves.run({ move: 'm2', records: more, holder: 'test' }))
    expect(await listed()).toBe(3)
    await valueOf(subject.keepsake.moves.undo({ move: 'm2' }))
    expect(await listed()).toBe(2)
  })

  it('refuses a row for what is wrong with any of its authenticators', async () => {
    const subject = await openSubject(open)
    const records = recordsOf([person(1)], () => ({ further: [{ secret }, { secret: '!' }] }))
    await planOf(subject, records)
    const [refused] = await valueOf(subject.keepsake.moves.refused({ move: 'm1' }))
    expect(refused?.issues.map(({ path }) => path.join('.'))).toStrictEqual(['further.1.secret'])
  })

  it('merges custom data key by key, and keeps what was changed here', async () => {
    const settings = { customFields: { plan: { type: 'string' }, city: { type: 'string' } } } as const
    const subject = await openSubject(open, { settings })
    await moveAll(subject, [person(1, { customData: { plan: 'free', city: 'Ulm' } })])
    const { id } = (await accountOf(subject, 'crm-1')).user
    await valueOf(subject.keepsake.users.update({ userId: id, changes: { customData: { city: 'Bonn' } } }))
    const { plan } = await moveAll(subject, [person(1, { customData: { plan: null, city: 'Kiel' } })])
    expect(plan).toMatchObject({
      changed: 1,
      changedFields: { 'customData.plan': 1 },
      keptFields: { 'customData.city': 1 },
    })
    expect((await accountOf(subject, 'crm-1')).user.customData).toEqual({ city: 'Bonn' })
  })

  it('leaves who was erased here erased, and says so', async () => {
    const subject = await openSubject(open)
    await moveAll(subject, [person(1), person(2)])
    const { id } = (await accountOf(subject, 'crm-1')).user
    await valueOf(subject.keepsake.users.delete({ userIds: [id] }))
    const rows = [person(1, { name: 'Again' }), person(2)]
    const { plan, run } = await moveAll(subject, rows)
    expect(plan).toMatchObject({ new: 0, erased: 1, unchanged: 1, missing: 0 })
    expect(run).toMatchObject({ erased: 1 })
    expect(await valueOf(subject.keepsake.users.count({}))).toBe(1)
    expect((await moveAll(subject, rows, { bringBack: true })).plan).toMatchObject({ new: 1, erased: 0 })
    expect(await valueOf(subject.keepsake.users.count({}))).toBe(2)
  })

  it.each([
    ['suspend', 'Suspended'],
    ['archive', 'Archived'],
  ] as const)(
    'can %s who is missing, and takes them up again when they are back',
    async (missing, status) => {
      const subject = await openSubject(open)
      const rule = { missing, missingAtMost: 50 }
      await moveAll(subject, [person(1), person(2)])
      await moveAll(subject, [person(1)], rule)
      expect((await accountOf(subject, 'crm-2')).user.status).toBe(status)
      expect((await moveAll(subject, [person(1)], rule)).plan).toMatchObject({ missing: 0 })
      expect((await moveAll(subject, [person(1), person(2)], rule)).plan).toMatchObject({ changed: 1 })
      expect((await accountOf(subject, 'crm-2')).user.status).toBe('Activated')
    },
  )

  it('joins rows to users who are here, only where that is asked for and both sides have verified it', async () => {
    const subject = await openSubject(open)
    await valueOf(
      subject.keepsake.users.create({
        list: [
          { email: 'u1@example.org', emailVerified: true, name: 'Here' },
          { email: 'u2@example.org', name: 'Unverified' },
        ],
      }),
    )
    const rows = [person(1, { nickname: 'one' }), person(2), person(3)]
    expect(await planOf(subject, recordsOf(rows))).toMatchObject({ new: 1, refused: 2 })
    const { plan } = await moveAll(subject, rows, { match: ['email'] })
    expect(plan).toMatchObject({ new: 1, changed: 1, refused: 1 })
    const { profile } = (await accountOf(subject, 'crm-1')).user
    expect(profile).toStrictEqual({ name: 'Here', nickname: 'one' })
  })

  it('exchanges the addresses of two users', async () => {
    const subject = await openSubject(open)
    await moveAll(subject, [person(1), person(2)])
    const { run } = await moveAll(subject, [
      person(1, { email: 'u2@example.org' }),
      person(2, { email: 'u1@example.org' }),
    ])
    expect(run).toMatchObject({ changed: 2, refused: 0 })
    expect((await accountOf(subject, 'crm-1')).user.email?.address).toBe('u2@example.org')
  })

  it('is shared by several workers, who lose and repeat nothing', async () => {
    const subject = await openSubject(open)
    const rows = Array.from({ length: 30 }, (_, index) => person(index))
    const records = recordsOf(rows)
    await planOf(subject, records, { chunkRows: 3 })
    const runs = await Promise.all(
      ['one', 'two', 'three'].map((holder) =>
        valueOf(subject.keepsake.moves.run({ move: 'm1', records, holder })),
      ),
    )
    for (const run of runs) expect(run).toMatchObject({ state: 'done', new: 30 })
    expect(await valueOf(subject.keepsake.users.count({}))).toBe(30)
  })

  it('tells no single user of itself, but the second factor works', async () => {
    const subject = await openSubject(open, { settings: { events: true } })
    await moveAll(subject, [person(1, { password: first!.encoded, otp: { secret } })], kept)
    expect(await valueOf(subject.rest.events.list({ state: 'waiting', limit: 10 }))).toStrictEqual([])
    expect(await verdictOf(subject, 1, first!.password, codeAt(secret, subject.clock.now()))).toBe(
      'signed_in',
    )
  })
})
