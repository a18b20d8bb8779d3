import type { UserUpdate } from '@keepsake/app'
import { describe, expect, test } from 'vitest'
import {
  everythingIn,
  issuesOf,
  openSubject,
  storages,
  valueOf,
  type OpenSubject,
  type SubjectOptions,
} from '../../../builders/keepsake.ts'
import { passwordIn } from '../../../builders/messages.ts'
import {
  bring,
  delivered,
  firstPassword,
  slowHasher,
  verdictOf,
  waitingNotices,
} from '../../../builders/passwords.ts'

const settings = { loginUrl: 'https://login.example.com', passwords: { chosenByAdministrators: true } }
const chosen = 'an administrator chose this'

const openWithBob = async (open: OpenSubject, options: SubjectOptions = {}) => {
  const subject = await openSubject(open, { settings, ...options })
  const id = await bring(subject)
  return { ...subject, id }
}

/** Nothing of the call is there: neither the name nor the password. */
const expectRefused = async (
  subject: Awaited<ReturnType<typeof openWithBob>>,
  update: Omit<UserUpdate, 'userId'>,
  issues: readonly string[],
): Promise<void> => {
  const before = await everythingIn(subject)
  expect(await issuesOf(subject.keepsake.users.update({ userId: subject.id, ...update }))).toEqual(issues)
  expect(await everythingIn(subject)).toEqual(before)
}

describe.each(storages)('on $name, a user who is updated with a password', ({ open }) => {
  test('has both, chosen or generated, or has to choose another one', async () => {
    const subject = await openWithBob(open)
    const { keepsake, id } = subject
    const update = (row: Omit<UserUpdate, 'userId'>) => valueOf(keepsake.users.update({ userId: id, ...row }))
    const first = await update({
      changes: { name: 'one' },
      password: { by: 'administrator', newPassword: chosen, mustChange: false },
    })
    expect(first.user.profile.name).toBe('one')
    expect(first.password).toMatchObject({ mustChange: false })
    expect(await verdictOf(subject, chosen)).toBe('signed_in')

    const second = await update({ changes: { name: 'two' }, password: { by: 'user' } })
    expect(second.password).toMatchObject({ mustChange: true })
    expect(await verdictOf(subject, chosen)).toBe('password_change_required')

    // The address comes with the same call.
    await update({
      changes: { email: 'bob@example.com' },
      password: { by: 'generated', mustChange: false },
    })
    const [message] = await delivered(subject)
    expect(message).toMatchObject({ kind: 'password-generated', to: 'bob@example.com' })
    expect(await verdictOf(subject, passwordIn(message)!)).toBe('signed_in')
    expect(await valueOf(keepsake.users.get({ userId: id }))).toMatchObject({
      user: { profile: { name: 'two' } },
    })
  })

  test('who has no address for a generated one is left as before', async () => {
    const subject = await openWithBob(open)
    const generated = { by: 'generated' } as const
    await expectRefused(subject, { changes: { name: 'B' }, password: generated }, [
      'userId notice.address_missing',
    ])
    const { keepsake, id } = subject
    await valueOf(keepsake.users.update({ userId: id, changes: { email: 'bob@example.com' } }))
    await expectRefused(subject, { changes: { email: null, name: 'B' }, password: generated }, [
      'userId notice.address_missing',
    ])
  })

  test('whose pool has no place to sign in at is left as before', async () => {
    const subject = await openWithBob(open, { settings: {} })
    await expectRefused(subject, { changes: { email: 'bob@example.com' }, password: { by: 'generated' } }, [
      'password notice.login_url_missing',
    ])
    await expectRefused(
      subject,
      { changes: { name: 'B' }, password: { by: 'administrator', newPassword: chosen } },
      ['password.newPassword password.not_for_administrators'],
    )
  })

  test('is told everything that is wrong, the new name in the new password too', async () => {
    const subject = await openWithBob(open)
    await bring(subject, { username: 'eve' })
    const password = { by: 'administrator', newPassword: 'hippopotamus-of-the-nile' } as const
    await expectRefused(
      subject,
      { changes: { username: 'hippopotamus-of-the-nile', email: 'x' }, password },
      ['changes.email user.email_malformed'],
    )
    await expectRefused(subject, { changes: { username: 'hippopotamus-of-the-nile' }, password }, [
      'password.newPassword password.resembles_identifier',
    ])
    await expectRefused(
      subject,
      { changes: { email: 'x' }, password: { by: 'administrator', newPassword: 'brief xq' } },
      ['changes.email user.email_malformed', 'password.newPassword password.too_short'],
    )
    await expectRefused(
      subject,
      { changes: { username: 'eve' }, password: { by: 'administrator', newPassword: chosen } },
      ['changes.username user.username_taken'],
    )
    await expectRefused(
      subject,
      { changes: {}, version: 7, password: { by: 'administrator', newPassword: chosen } },
      ['version user.overtaken'],
    )
  })

  test('of several, all are as before where one is refused', async () => {
    const subject = await openWithBob(open)
    const { keepsake, id } = subject
    const eve = await bring(subject, { username: 'eve' })
    const before = await everythingIn(subject)
    const refused = (list: readonly UserUpdate[]) => issuesOf(keepsake.users.updateMany({ list }))
    const password = { by: 'administrator', newPassword: chosen } as const
    expect(
      await refused([
        { userId: id, changes: { name: 'B' }, password },
        { userId: eve, changes: { name: 'E' }, password: { by: 'generated' } },
        { userId: 'nobody', changes: {}, password },
      ]),
    ).toEqual(['list.1.userId notice.address_missing', 'list.2.userId user.not_found'])
    const many = Array.from({ length: 201 }, (_, row) => ({ userId: `${row}`, changes: {}, password }))
    expect(await refused(many)).toEqual(['list password.too_many_to_hash'])
    expect(await everythingIn(subject)).toEqual(before)
  })

  test('and by somebody else while the password is hashed, is judged as that leaves the user', async () => {
    let meanwhile = (): Promise<unknown> => Promise.resolve()
    const subject = await openWithBob(open, { ports: (usual) => slowHasher(usual, () => meanwhile()) })
    const { keepsake, id } = subject
    await valueOf(keepsake.users.update({ userId: id, changes: { email: 'old@example.com' } }))
    let times = 0
    meanwhile = async () => {
      times += 1
      if (times > 1) return
      await valueOf(keepsake.users.update({ userId: id, changes: { email: 'new@example.com' } }))
    }
    await valueOf(
      keepsake.users.update({ userId: id, changes: { name: 'B' }, password: { by: 'generated' } }),
    )
    expect(times).toBe(2)
    expect((await waitingNotices(subject)).map(({ to }) => to)).toEqual(['new@example.com'])
    expect((await valueOf(keepsake.users.get({ userId: id })))?.user).toMatchObject({
      email: { address: 'new@example.com' },
      profile: { name: 'B' },
    })
    expect(await verdictOf(subject, firstPassword)).toBe('wrong_credentials')
  })
})
