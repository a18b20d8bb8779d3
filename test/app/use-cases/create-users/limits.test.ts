import { describe, expect, test } from 'vitest'
import { everythingIn, issuesOf, openSubject, storages, valueOf } from '../../../builders/keepsake.ts'

const users = (count: number, over: object = {}): { username: string }[] =>
  Array.from({ length: count }, (_, index) => ({ username: `user-${index}`, ...over }))

/** Ports that note when they are asked for work. */
const watched = (worked: string[]) => ({
  ports: (
    usual: Parameters<NonNullable<Parameters<typeof openSubject>[1] & object>['ports'] & object>[0],
  ) => ({
    passwordHasher: {
      hash: (...given: Parameters<typeof usual.passwordHasher.hash>) => {
        worked.push('hash')
        return usual.passwordHasher.hash(...given)
      },
    },
    organization: {
      findDepartments: (...given: Parameters<typeof usual.organization.findDepartments>) => {
        worked.push('organization')
        return usual.organization.findDepartments(...given)
      },
      findTenants: usual.organization.findTenants,
    },
  }),
})

describe.each(storages)('on $name, a batch', ({ open }) => {
  test.each([
    ['of no row', [], {}, 'list user.list_empty'],
    ['of 1001 rows', users(1001), {}, 'list user.list_too_long'],
    ['of 201 passwords', users(201, { password: 'x' }), {}, 'list password.too_many_to_hash'],
    [
      'of 201 passwords to generate',
      users(201),
      { autoGeneratePassword: true },
      'list password.too_many_to_hash',
    ],
  ])('%s is refused before any work, in both modes', async (_, list, options, named) => {
    const worked: string[] = []
    const subject = await openSubject(open, watched(worked))
    const before = await everythingIn(subject)
    for (const mode of ['all', 'each'] as const)
      expect(await issuesOf(subject.keepsake.users.create({ list, options, mode }))).toEqual([named])
    expect(worked).toEqual([])
    expect(subject.ids()).toEqual([])
    expect(await everythingIn(subject)).toEqual(before)
  })

  test('with a fault is refused before any password is hashed', async () => {
    const worked: string[] = []
    const { keepsake } = await openSubject(open, watched(worked))
    const list = [...users(5, { password: 'x' }), { username: 'user-0' }]
    await issuesOf(keepsake.users.create({ list }))
    expect(worked).toEqual(['organization'])
  })

  test('of 1000 rows is taken, and one of 200 passwords beside others without', async () => {
    const { keepsake } = await openSubject(open)
    expect((await valueOf(keepsake.users.create({ list: users(1000) }))).created).toHaveLength(1000)
    const list = [
      ...Array.from({ length: 200 }, (_, index) => ({ username: `p-${index}`, password: 'x' })),
      ...Array.from({ length: 100 }, (_, index) => ({ username: `q-${index}` })),
    ]
    expect((await valueOf(keepsake.users.create({ list }))).created).toHaveLength(300)
  })

  test('is limited as its pool is set', async () => {
    const { keepsake } = await openSubject(open, { settings: { limits: { rows: 3, rowsToHash: 1 } } })
    expect(await issuesOf(keepsake.users.create({ list: users(4) }))).toEqual(['list user.list_too_long'])
    expect(await issuesOf(keepsake.users.create({ list: users(2, { password: 'x' }) }))).toEqual([
      'list password.too_many_to_hash',
    ])
    expect((await valueOf(keepsake.users.create({ list: users(3) }))).created).toHaveLength(3)
  })
})
