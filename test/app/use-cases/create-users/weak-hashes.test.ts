import type { PoolSettingsInput } from '@keepsake/app'
import { describe, expect, test } from 'vitest'
import {
  issuesOf,
  openSubject,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'

type Passwords = NonNullable<PoolSettingsInput['passwords']>

const md5 = '5f4dcc3b5aa765d61d8327deb882cf99'
/** `htpasswd -nbBC 10 u "correct horse"`, of fair strength. */
const bcrypt = '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS'

const openWith = (open: OpenSubject, weakHashes: Passwords['weakHashes'], limits: object = {}) =>
  openSubject(open, { settings: { passwords: { weakHashes: weakHashes ?? 'keep' }, limits } })

const options = { keepPassword: true }
const list = [
  { username: 'bob', password: md5, passwordFormat: 'md5' },
  { username: 'eve', password: bcrypt },
]

const formatsIn = async ({ keepsake }: Subject): Promise<readonly string[]> =>
  (await valueOf(keepsake.passwords.report())).hashes.map(({ format, users }) => `${users} ${format}`)

describe.each(storages)('on $name, a hash that is too fast to guard a password', ({ open }) => {
  test('is kept until its owner signs in', async () => {
    const subject = await openWith(open, 'keep')
    await valueOf(subject.keepsake.users.create({ list, options }))
    expect(await formatsIn(subject)).toEqual(['1 md5', '1 bcrypt'])
    await valueOf(subject.keepsake.signIn({ login: 'bob', password: 'password' }))
    expect((await formatsIn(subject)).toSorted()).toEqual(['1 argon2id', '1 bcrypt'])
  })

  test('rests inside a slow one, and is unwrapped by the first sign-in', async () => {
    const subject = await openWith(open, 'wrap')
    await valueOf(subject.keepsake.users.create({ list, options }))
    expect((await formatsIn(subject)).toSorted()).toEqual(['1 argon2id-over', '1 bcrypt'])
    const credentials = await valueOf(subject.rest.credentials.findByUserIds(subject.ids()))
    expect(JSON.stringify(credentials)).not.toContain(md5)
    const verdictOf = async (password: string) =>
      (await valueOf(subject.keepsake.signIn({ login: 'bob', password }))).verdict
    expect(await verdictOf('Password')).toBe('wrong_credentials')
    expect(await verdictOf('password')).toBe('signed_in')
    expect((await formatsIn(subject)).toSorted()).toEqual(['1 argon2id', '1 bcrypt'])
    expect(await verdictOf('password')).toBe('signed_in')
  })

  test('is refused where the pool says so, by its row, and others are taken', async () => {
    const subject = await openWith(open, 'refuse')
    expect(await issuesOf(subject.keepsake.users.create({ list, options }))).toEqual([
      'list.0.password password.kept_hash_weak',
    ])
    const report = await valueOf(subject.keepsake.users.create({ list, options, mode: 'each' }))
    expect(report.created.map(({ row }) => row)).toEqual([1])
  })

  test('counts as a password to hash where it is wrapped', async () => {
    const subject = await openWith(open, 'wrap', { rowsToHash: 2 })
    const many = Array.from({ length: 3 }, (_, index) => ({ ...list[0], username: `user-${index}` }))
    expect(await issuesOf(subject.keepsake.users.create({ list: many, options }))).toEqual([
      'list password.too_many_to_hash',
    ])
    await valueOf(subject.keepsake.users.create({ list: [...many.slice(0, 2), list[1]!], options }))
  })
})

describe.each(storages)('on $name, a report of passwords', ({ open }) => {
  test('counts users by strength, the most urgent hashes first', async () => {
    const subject = await openSubject(open)
    const rows = [
      ...Array.from({ length: 3 }, (_, index) => ({ ...list[0], username: `md5-${index}` })),
      ...Array.from({ length: 2 }, (_, index) => ({
        username: `sha1-${index}`,
        password: '5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8',
        passwordFormat: 'sha1',
      })),
      list[1]!,
      { username: 'nobody' },
    ]
    await valueOf(subject.keepsake.users.create({ list: rows, options }))
    const { hashes, strengths } = await valueOf(subject.keepsake.passwords.report())
    expect(strengths).toEqual({ unreadable: 0, weak: 5, fair: 1, strong: 0 })
    expect(hashes).toEqual([
      { strength: 'weak', format: 'md5', cost: '', users: 3 },
      { strength: 'weak', format: 'sha1', cost: '', users: 2 },
      { strength: 'fair', format: 'bcrypt', cost: 'cost=10', users: 1 },
    ])
  })

  test('names hashes that nobody here can read', async () => {
    const subject = await openSubject(open)
    await valueOf(subject.keepsake.users.create({ list: [{ username: 'bob' }] }))
    const hash = { format: 'custom:gone', cost: '', encoded: 'x' }
    const credential = {
      userId: subject.ids()[0]!,
      hash,
      setAt: 1,
      mustChange: false,
      former: [],
      origin: { kind: 'here' } as const,
    }
    await valueOf(subject.rest.credentials.insertAll([credential]))
    const { hashes, strengths } = await valueOf(subject.keepsake.passwords.report())
    expect(strengths).toMatchObject({ unreadable: 1 })
    expect(hashes).toEqual([{ strength: 'unreadable', format: 'custom:gone', cost: '', users: 1 }])
  })
})
