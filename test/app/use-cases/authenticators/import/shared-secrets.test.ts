import { describe, expect, test } from 'vitest'
import { inShort, openSubject, storages, valueOf } from '../../../../builders/keepsake.ts'
import { nothing, openWithUsers, otherSecret, secret, thirdSecret } from './with-users.ts'

const warning = (row: number, other?: number) => ({
  code: 'otp.secret_shared',
  path: ['list', row, 'otp', 'secret'],
  ...(other === undefined ? {} : { params: { row: other } }),
})

describe.each(storages)('on $name, a secret that another user has already', ({ open }) => {
  test('is imported with a warning that names the row alone, in whatever spelling it comes', async () => {
    const { keepsake, bob, eve } = await openWithUsers(open)
    await valueOf(keepsake.authenticators.import({ list: [{ userId: bob, otp: { secret } }] }))
    const list = [{ userId: eve, otp: { secret: secret.toLowerCase() } }]
    expect(await valueOf(keepsake.authenticators.import({ list }))).toEqual({
      ...nothing,
      enrolled: 1,
      warnings: [warning(0)],
    })
    expect(await valueOf(keepsake.authenticators.import({ list })), 'again').toEqual({
      ...nothing,
      unchanged: 1,
      warnings: [warning(0)],
    })
  })

  test('is no matter once the other one has it no more', async () => {
    const { keepsake, bob, eve } = await openWithUsers(open)
    await valueOf(keepsake.authenticators.import({ list: [{ userId: bob, otp: { secret } }] }))
    const swapped = [
      { userId: eve, otp: { secret } },
      { userId: bob, otp: { secret: otherSecret } },
    ]
    const { warnings } = await valueOf(keepsake.authenticators.import({ list: swapped, existing: 'replace' }))
    expect(warnings).toEqual([])
  })

  test('is found beside a first one too', async () => {
    const { keepsake, bob, eve } = await openWithUsers(open)
    await valueOf(keepsake.authenticators.import({ list: [{ userId: bob, otp: { secret } }] }))
    await valueOf(
      keepsake.authenticators.import({
        list: [{ userId: bob, otp: { secret: otherSecret } }],
        existing: 'add',
      }),
    )
    const list = [{ userId: eve, otp: { secret: otherSecret } }]
    expect((await valueOf(keepsake.authenticators.import({ list }))).warnings).toEqual([warning(0)])
  })

  test('is created with a warning', async () => {
    const { keepsake, bob } = await openWithUsers(open)
    await valueOf(keepsake.authenticators.import({ list: [{ userId: bob, otp: { secret } }] }))
    const list = [{ username: 'ann' }, { username: 'zoe', otp: { secret } }]
    const { created, warnings } = await valueOf(keepsake.users.create({ list }))
    expect(created).toHaveLength(2)
    expect(warnings).toEqual([warning(1)])
  })

  test('in another pool is no matter', async () => {
    const subject = await openWithUsers(open)
    await valueOf(
      subject.keepsake.authenticators.import({ list: [{ userId: subject.bob, otp: { secret } }] }),
    )
    const other = await openSubject(open, { on: subject.opened, settings: { pool: 'another' } })
    const { warnings } = await valueOf(
      other.keepsake.users.create({ list: [{ username: 'bob', otp: { secret } }] }),
    )
    expect(warnings).toEqual([])
  })
})

describe.each(storages)('on $name, a secret that is in a batch twice', ({ open }) => {
  test('is imported with a warning at each of the rows, which names the other', async () => {
    const { keepsake, bob, eve } = await openWithUsers(open)
    const list = [
      { userId: 'nobody', otp: { secret: thirdSecret } },
      { userId: eve, otp: { secret } },
      { userId: bob, otp: { secret } },
    ]
    const { warnings } = await valueOf(keepsake.authenticators.import({ list, mode: 'each' }))
    expect(warnings).toEqual([warning(1, 2), warning(2, 1)])
  })

  test('is created with a warning at each of the rows; a row that is refused has it not', async () => {
    const { keepsake } = await openWithUsers(open)
    const list = [
      { username: 'ann', otp: { secret } },
      { username: 'dan', email: 'no', otp: { secret: otherSecret } },
      { username: 'una', otp: { secret: otherSecret } },
      { username: 'zoe', otp: { secret } },
    ]
    const { refused, warnings } = await valueOf(keepsake.users.create({ list, mode: 'each' }))
    expect(refused.flatMap(({ issues }) => inShort(issues))).toEqual(['list.1.email user.email_malformed'])
    expect(warnings).toEqual([warning(0, 3), warning(3, 0)])
  })

  test('by two calls at one moment is noticed by the later one', async () => {
    const { keepsake, bob, eve } = await openWithUsers(open)
    const reports = await Promise.all(
      [bob, eve].map((userId) =>
        valueOf(keepsake.authenticators.import({ list: [{ userId, otp: { secret } }] })),
      ),
    )
    expect(reports.flatMap(({ warnings }) => warnings)).toEqual([warning(0)])
  })
})
