import { describe, expect, test } from 'vitest'
import { errorOf, openSubject, storages, valueOf, type Subject } from '../../../../builders/keepsake.ts'
import { delivered, waitingNotices } from '../../../../builders/passwords.ts'
import { otherSecret, secret } from './with-users.ts'

const settings = { loginUrl: 'https://login.example.com', notices: { otpImported: true } }

const people = [
  { username: 'bob', email: 'bob@example.com', phone: '18812345678' },
  { username: 'zoe', phone: '18812345679' },
  { username: 'eve' },
]

const create = async ({ keepsake }: Subject): Promise<readonly string[]> => {
  const { created } = await valueOf(keepsake.users.create({ list: people }))
  return created.map(({ account }) => account.user.id)
}

const rowsFor = (ids: readonly string[], of: string) => ids.map((userId) => ({ userId, otp: { secret: of } }))

describe.each(storages)('on $name, who is given an authenticator', ({ open }) => {
  test('is told so at the first address, where the pool wants that', async () => {
    const subject = await openSubject(open, { settings })
    const ids = await create(subject)
    await valueOf(subject.keepsake.authenticators.import({ list: rowsFor(ids, secret) }))
    expect(await delivered(subject)).toMatchObject([
      { kind: 'otp-imported', channel: 'email', to: 'bob@example.com', loginUrl: settings.loginUrl },
      { kind: 'otp-imported', channel: 'sms', to: '+8618812345679' },
    ])
  })

  test('is not told where nothing has changed, or the batch is refused', async () => {
    const subject = await openSubject(open, { settings })
    const ids = await create(subject)
    const list = rowsFor(ids, secret)
    await errorOf(subject.keepsake.authenticators.import({ list: [...list, ...rowsFor(['nobody'], secret)] }))
    expect(await waitingNotices(subject)).toEqual([])
    await valueOf(subject.keepsake.authenticators.import({ list }))
    await delivered(subject)
    await valueOf(subject.keepsake.authenticators.import({ list }))
    expect(await waitingNotices(subject)).toEqual([])
    await valueOf(
      subject.keepsake.authenticators.import({ list: rowsFor(ids, otherSecret), existing: 'add' }),
    )
    expect(await waitingNotices(subject)).toHaveLength(2)
  })

  test('notices nothing where the pool says nothing', async () => {
    const subject = await openSubject(open, { settings: { loginUrl: settings.loginUrl } })
    await valueOf(subject.keepsake.authenticators.import({ list: rowsFor(await create(subject), secret) }))
    expect(await waitingNotices(subject)).toEqual([])
  })
})
