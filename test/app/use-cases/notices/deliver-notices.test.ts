import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { mostAttempts, undeliverable } from '@keepsake/domain'
import { errAsync, fromSafePromise } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { openSubject, stepMs, storages, valueOf, type Subject } from '../../../builders/keepsake.ts'
import { passwordIn } from '../../../builders/messages.ts'

const settings = { loginUrl: 'https://example.com/login', newAccounts: 'generated-password' } as const
/** How long a notice is hidden from other callers while one is at it. */
const leaseMs = 5 * 60_000
/** The longest that the first retry waits. */
const retryMs = 30_000
const nothing = { sent: 0, postponed: 0, dead: 0 }

const earn = async ({ keepsake }: Subject, count: number): Promise<void> => {
  const list = Array.from({ length: count }, (_, index) => ({ email: `user-${index}@example.com` }))
  const options = { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } }
  await valueOf(keepsake.users.create({ list, options }))
}

describe.each(storages)('on $name, notices that wait', ({ open }) => {
  test('are sent oldest first, no more than asked for, and each once', async () => {
    const subject = await openSubject(open, { settings })
    await earn(subject, 5)
    expect(await valueOf(subject.keepsake.notices.deliver({ limit: 2 }))).toEqual({ ...nothing, sent: 2 })
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual({ ...nothing, sent: 3 })
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual({ ...nothing, sent: 0 })
    expect(subject.sender.messages().map(({ to }) => to)).toEqual(
      [0, 1, 2, 3, 4].map((index) => `user-${index}@example.com`),
    )
  })

  test('and fail are tried again after a while, under the same key and with the same password', async () => {
    const attempts = openCaptureSender()
    const subject = await openSubject(open, {
      settings,
      ports: ({ noticeSender }) => ({
        noticeSender: {
          send: (message) => attempts.send(message).andThen(() => noticeSender.send(message)),
        },
      }),
    })
    await earn(subject, 2)
    subject.sender.answer = false
    expect(await valueOf(subject.keepsake.notices.deliver())).toMatchObject({ ...nothing, postponed: 2 })
    subject.sender.answer = true
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual(nothing)
    subject.clock.set(subject.clock.now() + retryMs / 2 - 1)
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual(nothing)
    subject.clock.set(subject.clock.now() + retryMs / 2 + 1)
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual({ ...nothing, sent: 2 })
    subject.clock.set(subject.clock.now() + leaseMs)
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual(nothing)

    const seen = attempts.messages().map((message) => [message.key, message.to, passwordIn(message)])
    expect(new Set(seen.slice(0, 2).map(String))).toEqual(new Set(seen.slice(2).map(String)))
    expect(seen).toHaveLength(4)
  })

  test('are held up by none that fails', async () => {
    const subject = await openSubject(open, {
      settings,
      ports: ({ noticeSender }) => ({
        noticeSender: {
          send: (message) => {
            subject.sender.answer = message.to !== 'user-1@example.com'
            return noticeSender.send(message)
          },
        },
      }),
    })
    await earn(subject, 3)
    expect(await valueOf(subject.keepsake.notices.deliver())).toMatchObject({
      sent: 2,
      postponed: 1,
      dead: 0,
    })
  })

  test('go out once, also where another process joins in meanwhile', async () => {
    let atIt = 0
    const subject: Subject = await openSubject(open, {
      settings,
      ports: ({ noticeSender }) => ({
        noticeSender: {
          send: (message) => {
            // A slow sender: the clock goes on while it is at it.
            subject.clock.set(subject.clock.now() + stepMs)
            atIt += 1
            return atIt === 4
              ? fromSafePromise(subject.keepsake.notices.deliver()).andThen(() => noticeSender.send(message))
              : noticeSender.send(message)
          },
        },
      }),
    })
    await earn(subject, 6)
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual({ ...nothing, sent: 6 })
    const sent = subject.sender.messages().map(({ to }) => to)
    expect(sent.toSorted()).toEqual([0, 1, 2, 3, 4, 5].map((index) => `user-${index}@example.com`))
  })

  test('whose sealed password does not open are not sent, and the others are', async () => {
    const subject = await openSubject(open, { settings })
    await earn(subject, 1)
    const other = await openSubject(open, {
      settings,
      on: subject.opened,
      sealingKey: Buffer.alloc(32, 'another'),
    })
    const list = [{ email: 'plain@example.com' }]
    await valueOf(
      subject.keepsake.users.create({
        list,
        options: { sendNotification: { sendEmailNotification: true } },
      }),
    )
    expect(await valueOf(other.keepsake.notices.deliver())).toMatchObject({ sent: 1, postponed: 1, dead: 0 })
    expect(other.sender.messages().map(({ to }) => to)).toEqual(['plain@example.com'])
    subject.clock.set(subject.clock.now() + leaseMs)
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual({ ...nothing, sent: 1 })
  })
})

describe.each(storages)('on $name, a notice that is sent', ({ open }) => {
  test('carries the name and language that the pool has of its reader', async () => {
    const subject = await openSubject(open, { settings })
    const list = [
      { email: 'one@example.com', name: 'One', nickname: 'Uno', locale: 'zh-CN' },
      { email: 'two@example.com', nickname: 'Duo' },
      { email: 'three@example.com' },
    ]
    const options = { sendNotification: { sendEmailNotification: true } }
    await valueOf(subject.keepsake.users.create({ list, options }))
    await valueOf(subject.keepsake.notices.deliver())
    const kept = subject.sender.messages().map(({ to, name, locale }) => ({ to, name, locale }))
    expect(kept).toEqual([
      { to: 'one@example.com', name: 'One', locale: 'zh-CN' },
      { to: 'two@example.com', name: 'Duo', locale: undefined },
      { to: 'three@example.com', name: undefined, locale: undefined },
    ])
  })

  test('and can never arrive is dead, until it is redriven', async () => {
    const subject = await openSubject(open, {
      settings,
      ports: () => ({
        noticeSender: {
          send: () => errAsync(undeliverable('recipient-refused', new Error('no such mailbox'))),
        },
      }),
    })
    await earn(subject, 2)
    expect(await valueOf(subject.keepsake.notices.deliver())).toMatchObject({ ...nothing, dead: 2 })
    expect(await valueOf(subject.keepsake.notices.report())).toMatchObject({ waiting: 0, sent: 0, dead: 2 })
    const [dead] = await valueOf(subject.keepsake.notices.list({ state: 'dead', limit: 1 }))
    expect(dead).toMatchObject({ state: 'dead', attempts: 1, failure: 'recipient-refused' })
    expect(await valueOf(subject.keepsake.notices.redrive({ ids: [dead?.item.id ?? ''] }))).toBe(1)
    expect(await valueOf(subject.keepsake.notices.redrive({ all: true }))).toBe(1)
    expect(await valueOf(subject.keepsake.notices.deliver())).toMatchObject({ ...nothing, dead: 2 })
  })

  test('and fails too often is dead, with the attempts that it took', async () => {
    const subject = await openSubject(open, { settings })
    await earn(subject, 1)
    subject.sender.answer = false
    for (let attempt = 1; attempt < mostAttempts; attempt += 1) {
      expect(await valueOf(subject.keepsake.notices.deliver())).toMatchObject({ ...nothing, postponed: 1 })
      subject.clock.set(subject.clock.now() + 4 * 60 * 60_000)
    }
    expect(await valueOf(subject.keepsake.notices.deliver())).toMatchObject({ ...nothing, dead: 1 })
    const [dead] = await valueOf(subject.keepsake.notices.list({ state: 'dead', limit: 9 }))
    expect(dead).toMatchObject({ attempts: mostAttempts, failure: 'sender-unavailable' })
  })

  test('is not sent to a user who may not sign in any more, and is after all once that is over', async () => {
    const subject = await openSubject(open, { settings })
    await earn(subject, 1)
    const { accounts } = await valueOf(subject.keepsake.users.list({ limit: 1 }))
    const userId = accounts[0]?.user.id ?? ''
    await valueOf(subject.keepsake.users.update({ userId, changes: { status: 'Suspended' } }))
    expect(await valueOf(subject.keepsake.notices.deliver())).toMatchObject({ ...nothing, dead: 1 })
    expect(subject.sender.messages()).toEqual([])
    await valueOf(subject.keepsake.users.update({ userId, changes: { status: 'Activated' } }))
    await valueOf(subject.keepsake.notices.redrive({ all: true }))
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual({ ...nothing, sent: 1 })
  })

  test('is not sent to an address that is the user’s no more', async () => {
    const subject = await openSubject(open, { settings })
    await earn(subject, 1)
    const { accounts } = await valueOf(subject.keepsake.users.list({ limit: 1 }))
    const userId = accounts[0]?.user.id ?? ''
    await valueOf(subject.keepsake.users.update({ userId, changes: { email: 'else@example.com' } }))
    expect(await valueOf(subject.keepsake.notices.deliver())).toMatchObject({ ...nothing, dead: 1 })
    expect(subject.sender.messages()).toEqual([])
    const [dead] = await valueOf(subject.keepsake.notices.list({ state: 'dead', limit: 1 }))
    expect(dead?.failure).toBe('address-changed')
  })

  test('is forgotten when it is told to be, and none that waits', async () => {
    const subject = await openSubject(open, { settings })
    await earn(subject, 2)
    await valueOf(subject.keepsake.notices.deliver({ limit: 1 }))
    subject.clock.set(subject.clock.now() + 1)
    expect(await valueOf(subject.keepsake.notices.forgetSent({ before: subject.clock.now() }))).toBe(1)
    expect(await valueOf(subject.keepsake.notices.report())).toMatchObject({ waiting: 1, sent: 0 })
  })
})
