import { createKeepsake } from '@keepsake/app'
import { describe, expect, test } from 'vitest'
import { openSubject, pool, storages, valueOf, type Subject } from '../../../builders/keepsake.ts'
import { interleaved } from '../../../builders/interleaved.ts'
import { firstPassword } from '../../../builders/passwords.ts'

const settings = {
  loginUrl: 'https://login.example.com',
  resetUrl: 'https://login.example.com/reset',
  activationUrl: 'https://login.example.com/activate',
}

/** Brings in two users, who each earn a notice, and answers their ids. */
type Earn = (subject: Subject) => Promise<readonly string[]>

const created: Earn = async ({ keepsake }) => {
  const list = ['ann', 'bob'].map((name) => ({ email: `${name}@example.com` }))
  const options = { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } }
  const report = await valueOf(keepsake.users.create({ list, options }))
  return report.created.map(({ account }) => account.user.id)
}

const reset: Earn = async ({ keepsake }) => {
  const list = ['ann', 'bob'].map((name) => ({ email: `${name}@example.com`, password: firstPassword }))
  const report = await valueOf(keepsake.users.create({ list }))
  for (const { email } of list) await valueOf(keepsake.passwords.requestReset({ login: email }))
  return report.created.map(({ account }) => account.user.id)
}

/** Delivers, while somebody is deleted before the storage is called so manieth time: that she is looked up is the second call. */
const deliverWhileDeleted = async (subject: Subject, id: string, at: number): Promise<unknown> => {
  const storage = interleaved(subject.ports.storage, async (call) => {
    if (call === at) await valueOf(subject.keepsake.users.delete({ userIds: [id] }))
  })
  const keepsake = createKeepsake({ ...subject.ports, storage }, { pool, ...settings })
  return valueOf(keepsake.notices.deliver({ channel: 'email' }))
}

describe.each(storages)('on $name, a notice of somebody who is deleted', ({ open }) => {
  test.each([
    ['of an account', created],
    ['with a token', reset],
  ])('after it was claimed is not sent, %s', async (_, earn) => {
    const subject = await openSubject(open, { settings })
    const [ann = ''] = await earn(subject)
    expect(await deliverWhileDeleted(subject, ann, 1)).toEqual({
      sent: 1,
      postponed: 0,
      dead: 1,
      failures: [{ failure: 'user-deleted', count: 1 }],
    })
    expect(subject.sender.messages().map(({ to }) => to)).toEqual(['bob@example.com'])
    const lists = ['waiting', 'sent', 'dead'] as const
    const kept = await Promise.all(
      lists.map((state) => valueOf(subject.keepsake.notices.list({ state, limit: 9 }))),
    )
    expect(kept.flat().map(({ item }) => 'to' in item && item.to)).toEqual(['bob@example.com'])
  })

  test('before it was claimed is none any more', async () => {
    const subject = await openSubject(open, { settings })
    const [ann = ''] = await created(subject)
    expect(await deliverWhileDeleted(subject, ann, 0)).toEqual({ sent: 1, postponed: 0, dead: 0 })
  })
})
