import type { PoolSettingsInput } from '@keepsake/app'
import { type NewUser, unavailable } from '@keepsake/domain'
import { errAsync, okAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  inShort,
  issuesOf,
  openSubject,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
  type SubjectOptions,
} from '../../../builders/keepsake.ts'

type Passwords = NonNullable<PoolSettingsInput['passwords']>

const openWith = (
  open: OpenSubject,
  passwords: Passwords,
  ports?: SubjectOptions['ports'],
): Promise<Subject> =>
  openSubject(open, { settings: { passwords }, ...(ports === undefined ? {} : { ports }) })

const weak = 'monkey'
const strong = 'a raft of nine geese'
const row = (password: string, more: object = {}): NewUser => ({ username: 'bob', password, ...more })

describe.each(storages)('on $name, a password in clear that a new user brings', ({ open }) => {
  test.each([undefined, 'accept'] as const)('is taken as it is where the pool says %s', async (imported) => {
    const subject = await openWith(open, imported === undefined ? {} : { imported })
    const report = await valueOf(subject.keepsake.users.create({ list: [row(weak)] }))
    expect(report.warnings).toEqual([])
    expect(report.created[0]?.account.password?.mustChange).toBe(false)
  })

  test('is refused with all that the policy has against it where the pool enforces it', async () => {
    const subject = await openWith(open, {
      imported: 'enforce',
      policy: { composition: { required: { digit: 1 } } },
    })
    const list = [row('bobbobbobbob'), { username: 'eve', password: `${strong} 9` }]
    expect(await issuesOf(subject.keepsake.users.create({ list }))).toEqual([
      'list.0.password password.too_short',
      'list.0.password password.lacks_character_class',
      'list.0.password password.common',
    ])
    const report = await valueOf(subject.keepsake.users.create({ list, mode: 'each' }))
    expect(report.created.map((each) => each.row)).toEqual([1])
    expect(report.refused.map((each) => each.row)).toEqual([0])
  })

  test('is refused together with everything else that is wrong with its row', async () => {
    const subject = await openWith(open, { imported: 'enforce' })
    const list = [row(weak, { email: 'nobody', gender: 'X' })]
    expect(await issuesOf(subject.keepsake.users.create({ list }))).toEqual([
      'list.0.gender user.gender_unknown',
      'list.0.email user.email_malformed',
      'list.0.password password.too_short',
      'list.0.password password.common',
    ])
  })

  test('is taken and must be changed, with a warning, where the pool says so', async () => {
    const subject = await openWith(open, { imported: 'accept_and_require_change' })
    const list = [row(weak), { username: 'eve', password: strong }]
    const report = await valueOf(subject.keepsake.users.create({ list }))
    expect(report.created.map(({ account }) => account.password?.mustChange)).toEqual([true, false])
    expect(inShort(report.warnings)).toEqual([
      'list.0.password password.too_short',
      'list.0.password password.common',
    ])
    const answer = await valueOf(subject.keepsake.signIn({ login: 'bob', password: weak }))
    expect(answer.verdict).toBe('password_change_required')
  })

  test('may be shorter where an authenticator comes with it', async () => {
    const subject = await openWith(open, { imported: 'enforce' })
    const otp = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }
    expect(await issuesOf(subject.keepsake.users.create({ list: [row('nine geese')] }))).toEqual([
      'list.0.password password.too_short',
    ])
    await valueOf(subject.keepsake.users.create({ list: [row('nine geese', { otp })] }))
  })

  test("is compared with the row's own names, and with those that everybody knows of the pool", async () => {
    const subject = await openWith(open, { imported: 'enforce', knownNames: ['Gooseworks'] })
    const owned = row('clementine raftby 1', { name: 'Clementine Raftby' })
    const known = { username: 'eve', password: 'gooseworks 2024' }
    expect(await issuesOf(subject.keepsake.users.create({ list: [owned, known] }))).toEqual([
      'list.0.password password.resembles_identifier',
      'list.1.password password.resembles_identifier',
    ])
  })

  test('is looked for among those that leaked', async () => {
    const passwords = { imported: 'enforce' } as const
    const leaked = await openWith(open, passwords, () => ({
      breachedPasswords: { count: (plain) => okAsync(plain.reveal() === strong ? 3 : 0) },
    }))
    const list = [row(strong), { username: 'eve', password: `${strong}!` }]
    expect(await issuesOf(leaked.keepsake.users.create({ list }))).toEqual([
      'list.0.password password.breached',
    ])
  })

  test.each([
    ['accept', 'created'],
    ['refuse', 'unavailable'],
  ] as const)(
    'where nobody knows of leaks, and the pool says %s, is %s',
    async (whenLeaksUnknown, outcome) => {
      const subject = await openWith(open, { imported: 'enforce', policy: { whenLeaksUnknown } }, () => ({
        breachedPasswords: {
          count: () => errAsync(unavailable('breached-passwords', new Error('no answer'))),
        },
      }))
      const result = await subject.keepsake.users.create({ list: [row(strong)] })
      expect(result.isOk() ? 'created' : result.error.kind).toBe(outcome)
    },
  )

  test('is not judged where it is generated, and satisfies the policy all the same', async () => {
    const composition = { minClasses: 4, required: { symbol: 2, digit: 3 } }
    const subject = await openWith(open, { imported: 'enforce', policy: { minLength: 30, composition } })
    const report = await valueOf(
      subject.keepsake.users.create({
        list: [{ username: 'bob' }],
        options: { autoGeneratePassword: true },
      }),
    )
    expect(inShort(report.warnings)).toEqual(['list.0.password password.generated_and_not_sent'])
  })
})
