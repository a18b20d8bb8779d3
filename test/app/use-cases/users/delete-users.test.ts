import { describe, expect, test } from 'vitest'
import {
  everythingIn,
  issuesOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
} from '../../../builders/keepsake.ts'
import { contractUser } from '../../../builders/new-users.ts'
import { bring, resetTokenOf, verdictOf } from '../../../builders/passwords.ts'
import { customFields } from '../../../builders/settings.ts'

const settings = {
  customFields,
  loginUrl: 'https://login.example.com',
  resetUrl: 'https://login.example.com/reset',
}
const otp = { secret: 'HZ2F6J3AGNAVSOTV', recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54' }

describe.each(storages)('on $name, a deleted user', ({ open }) => {
  test('leaves nothing behind: no row anywhere, of all that a user can have', async () => {
    const subject = await openSubject(open, { settings })
    const { keepsake } = subject
    await bring(subject, { username: 'witness' })
    const before = await everythingIn(subject)
    const options = { sendNotification: { sendEmailNotification: true, sendPhoneNotification: true } }
    const { created } = await valueOf(keepsake.users.create({ list: [{ ...contractUser, otp }], options }))
    const userId = created[0]!.account.user.id
    // One notice is sent and one waits; codes and strangers' passwords were wrong; a source is known.
    await valueOf(keepsake.notices.deliver({ limit: 1 }))
    await valueOf(keepsake.passwords.requestReset({ login: 'bob' }))
    const ip = '192.0.2.1'
    await valueOf(keepsake.signIn({ login: 'bob', password: 'wrong' }))
    const password = 'correct horse battery staple'
    expect(await verdictOf(subject, password, { code: '000000' })).toBe('wrong_credentials')
    expect(await verdictOf(subject, password, { recoveryCode: otp.recoveryCode, ip })).toBe('signed_in')

    expect(await valueOf(keepsake.users.delete({ userIds: [userId] }))).toEqual({ deleted: [userId] })
    expect({ ...((await everythingIn(subject)) as object), sent: 0 }).toEqual({
      ...(before as object),
      sent: 0,
    })
  })

  test('is not found, does not sign in, and frees all that was unique', async () => {
    const subject = await openSubject(open, { settings })
    const { keepsake } = subject
    const { created } = await valueOf(keepsake.users.create({ list: [contractUser] }))
    const userId = created[0]!.account.user.id
    await valueOf(keepsake.users.delete({ userIds: [userId] }))
    expect(await valueOf(keepsake.users.get({ userId }))).toBeUndefined()
    expect(await valueOf(keepsake.users.find({ login: 'bob' }))).toBeUndefined()
    expect(await verdictOf(subject, 'correct horse battery staple')).toBe('wrong_credentials')
    expect(await issuesOf(keepsake.passwords.reset({ userId, by: 'generated' }))).toEqual([
      'userId user.not_found',
    ])
    const again = await valueOf(keepsake.users.create({ list: [contractUser] }))
    expect(again.created[0]?.account.user.id).not.toBe(userId)
  })

  test('has no token that is good for a later user with the same name', async () => {
    const subject = await openSubject(open, { settings })
    const { keepsake } = subject
    const row = { email: 'bob@example.com' }
    const id = await bring(subject, row)
    const token = await resetTokenOf(subject)
    await valueOf(keepsake.users.delete({ userIds: [id] }))
    await bring(subject, row)
    const reset = { token, newPassword: 'another one, and long' }
    expect(await valueOf(keepsake.passwords.completeReset(reset))).toMatchObject({ verdict: 'token_invalid' })
  })

  test('is answered once, and one who is gone already is no failure', async () => {
    const subject = await openSubject(open)
    const id = await bring(subject)
    const { keepsake } = subject
    const userIds = ['nobody', id, id]
    expect(await valueOf(keepsake.users.delete({ userIds }))).toEqual({ deleted: [id] })
    expect(await valueOf(keepsake.users.delete({ userIds }))).toEqual({ deleted: [] })
    expect(await issuesOf(keepsake.users.delete({ userIds: [] }))).toEqual(['userIds user.list_empty'])
    const tooMany = Array.from({ length: 1001 }, String)
    expect(await issuesOf(keepsake.users.delete({ userIds: tooMany }))).toEqual([
      'userIds user.list_too_long',
    ])
  })

  test('who is deleted 32 times at one moment is answered once', async () => {
    const subject = await openSubject(open)
    const id = await bring(subject)
    subject.clock.set(startedAt + 1)
    const answers = await Promise.all(
      Array.from({ length: 32 }, () => valueOf(subject.keepsake.users.delete({ userIds: [id] }))),
    )
    expect(answers.flatMap(({ deleted }) => deleted)).toEqual([id])
  })
})
