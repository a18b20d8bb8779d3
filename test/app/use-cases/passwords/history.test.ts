import { describe, expect, test } from 'vitest'
import {
  issuesOf,
  openSubject,
  storages,
  valueOf,
  type OpenedStorage,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'
import {
  bring,
  bringKept,
  credentialOf,
  firstPassword,
  resetTokenOf,
  ticketOf,
} from '../../../builders/passwords.ts'

const [second, third, fourth] = ['un été à la plage', 'third time lucky, at last', 'fourth and last of them']

const openWith = (open: OpenSubject, history: number, on?: OpenedStorage): Promise<Subject> =>
  openSubject(open, {
    settings: { resetUrl: 'https://example.com/reset', passwords: { policy: { history } } },
    ...(on === undefined ? {} : { on }),
  })

/** Changes bob's password from the first one on, one after the other. */
const walk = async ({ keepsake }: Subject, ...passwords: readonly string[]): Promise<void> => {
  for (const [index, newPassword] of passwords.slice(1).entries())
    expect(
      await valueOf(keepsake.passwords.change({ login: 'bob', password: passwords[index]!, newPassword })),
    ).toMatchObject({ verdict: 'changed' })
}

/** What speaks against a change of bob's password. */
const against = ({ keepsake }: Subject, password: string, newPassword: string): Promise<readonly string[]> =>
  issuesOf(keepsake.passwords.change({ login: 'bob', password, newPassword }))

const unchanged = ['newPassword password.unchanged']
const usedBefore = ['newPassword password.used_before']

describe.each(storages)('on $name, a new password', ({ open }) => {
  test.each([0, 1])('may be any but the present one where %i are remembered', async (history) => {
    const subject = await openWith(open, history)
    const id = await bring(subject)
    expect(await against(subject, firstPassword, firstPassword)).toEqual(unchanged)
    await walk(subject, firstPassword, second, firstPassword, second)
    expect((await credentialOf(subject, id))?.former).toEqual([])
  })

  test('is none of the last three where so many are remembered, and may be the one before them', async () => {
    const subject = await openWith(open, 3)
    const id = await bring(subject)
    await walk(subject, firstPassword, second, third, fourth)
    expect(await against(subject, fourth, fourth)).toEqual(unchanged)
    expect(await against(subject, fourth, third)).toEqual(usedBefore)
    expect(await against(subject, fourth, second)).toEqual(usedBefore)
    expect((await credentialOf(subject, id))?.former).toHaveLength(2)
    await walk(subject, fourth, firstPassword)
    expect(await against(subject, firstPassword, third)).toEqual(usedBefore)
    await walk(subject, firstPassword, second)
  })

  test('is none of them in any spelling', async () => {
    const subject = await openWith(open, 3)
    await bring(subject)
    await walk(subject, firstPassword, second, third)
    for (const spelling of ['un été à la plage', 'ｕｎ été à ｌａ plage'])
      for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'])
        expect(await against(subject, third, spelling.normalize(form))).toEqual(usedBefore)
    await walk(subject, third, second.toUpperCase())
  })

  test('is told how many are remembered, beside all else that speaks against it', async () => {
    const subject = await openSubject(open, { settings: { passwords: { policy: { history: 5 } } } })
    await bring(subject, { password: 'sunshine' })
    await walk(subject, 'sunshine', second)
    const change = { login: 'bob', password: second, newPassword: 'sunshine' }
    expect((await subject.keepsake.passwords.change(change))._unsafeUnwrapErr()).toEqual({
      kind: 'rejected',
      issues: [
        { code: 'password.too_short', path: ['newPassword'], params: { min: 15 } },
        { code: 'password.common', path: ['newPassword'] },
        { code: 'password.used_before', path: ['newPassword'], params: { last: 5 } },
      ],
    })
  })

  test('is none of them by a ticket or a reset token either', async () => {
    const subject = await openWith(open, 3)
    const id = await bring(subject, { email: 'bob@example.com' })
    await walk(subject, firstPassword, second)
    await valueOf(subject.keepsake.passwords.requireChange({ userId: id }))
    const [ticket, token] = [await ticketOf(subject, second), await resetTokenOf(subject)]
    for (const [newPassword, named] of [
      [firstPassword, usedBefore],
      [second, unchanged],
    ] as const) {
      expect(await issuesOf(subject.keepsake.passwords.change({ ticket, newPassword }))).toEqual(named)
      expect(await issuesOf(subject.keepsake.passwords.completeReset({ token, newPassword }))).toEqual(named)
    }
    await valueOf(subject.keepsake.passwords.completeReset({ token, newPassword: third }))
    expect(await against(subject, third, second)).toEqual(usedBefore)
  })

  test('is not one whose hash another system made', async () => {
    const subject = await openWith(open, 2)
    const { password } = await bringKept(subject)
    expect(await against(subject, password, password)).toEqual(expect.arrayContaining(unchanged))
    await walk(subject, password, second)
    expect(await against(subject, second, password)).toEqual(expect.arrayContaining(usedBefore))
    await walk(subject, second, third, password)
  })

  test('is measured by what the pool asks for at that moment', async () => {
    const strict = await openWith(open, 3)
    const id = await bring(strict)
    await walk(strict, firstPassword, second, third)
    const lax = await openWith(open, 0, strict.opened)
    await walk(lax, third, second)
    expect((await credentialOf(lax, id))?.former).toEqual([])
    // What was forgotten stays forgotten; from now on it is remembered again.
    await walk(strict, second, third, firstPassword)
    expect(await against(strict, firstPassword, third)).toEqual(usedBefore)
  })
})
