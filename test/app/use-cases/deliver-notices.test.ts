import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { undeliverable } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { openSubject, stepMs, storages, valueOf, type Subject } from '../../builders/identity.ts'
import { passwordIn } from '../../builders/messages.ts'

const settings = { loginUrl: 'https://example.com/login' }
/** How long a notice is hidden from other callers while one is at it. */
const leaseMs = 60_000

const earn = async ({ identity }: Subject, count: number): Promise<void> => {
  const list = Array.from({ length: count }, (_, index) => ({ email: `user-${index}@example.com` }))
  const options = { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } }
  await valueOf(identity.createUsers({ list, options }))
}

describe.each(storages)('on $name, notices that wait', ({ open }) => {
  test('are sent oldest first, no more than asked for, and each once', async () => {
    const subject = await openSubject(open, { settings })
    await earn(subject, 5)
    expect(await valueOf(subject.identity.deliverNotices(2))).toEqual({ sent: 2, failed: 0 })
    expect(await valueOf(subject.identity.deliverNotices())).toEqual({ sent: 3, failed: 0 })
    expect(await valueOf(subject.identity.deliverNotices())).toEqual({ sent: 0, failed: 0 })
    expect(subject.sender.messages().map(({ to }) => to)).toEqual(
      [0, 1, 2, 3, 4].map((index) => `user-${index}@example.com`),
    )
  })

  test('and fail are tried again after the lease, under the same key and with the same password', async () => {
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
    expect(await valueOf(subject.identity.deliverNotices())).toEqual({ sent: 0, failed: 2 })
    subject.sender.answer = true
    expect(await valueOf(subject.identity.deliverNotices())).toEqual({ sent: 0, failed: 0 })
    subject.clock.set(subject.clock.now() + leaseMs - 1)
    expect(await valueOf(subject.identity.deliverNotices())).toEqual({ sent: 0, failed: 0 })
    subject.clock.set(subject.clock.now() + 1)
    expect(await valueOf(subject.identity.deliverNotices())).toEqual({ sent: 2, failed: 0 })
    subject.clock.set(subject.clock.now() + leaseMs)
    expect(await valueOf(subject.identity.deliverNotices())).toEqual({ sent: 0, failed: 0 })

    const seen = attempts.messages().map((message) => [message.key, message.to, passwordIn(message)])
    expect(seen.slice(0, 2)).toEqual(seen.slice(2))
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
    expect(await valueOf(subject.identity.deliverNotices())).toEqual({ sent: 2, failed: 1 })
  })

  test('go out once, also where another process joins in after a time as long as a lease', async () => {
    let atIt = 0
    const subject: Subject = await openSubject(open, {
      settings,
      ports: ({ noticeSender }) => ({
        noticeSender: {
          send: (message) => {
            // A slow sender: when the fourth notice is under way, the lease of the first would have run out.
            subject.clock.set(subject.clock.now() + stepMs)
            atIt += 1
            return atIt === 4
              ? subject.identity.deliverNotices().andThen(() => noticeSender.send(message))
              : noticeSender.send(message)
          },
        },
      }),
    })
    await earn(subject, 6)
    expect(await valueOf(subject.identity.deliverNotices())).toEqual({ sent: 4, failed: 0 })
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
      other.identity.createUsers({
        list,
        options: { sendNotification: { sendEmailNotification: true } },
      }),
    )
    expect(await valueOf(other.identity.deliverNotices())).toEqual({ sent: 1, failed: 1 })
    expect(other.sender.messages().map(({ to }) => to)).toEqual(['plain@example.com'])
    subject.clock.set(subject.clock.now() + leaseMs)
    expect(await valueOf(subject.identity.deliverNotices())).toEqual({ sent: 1, failed: 0 })
  })
})

describe.each(storages)('on $name, a notice that is sent', ({ open }) => {
  test('carries the name and language that the directory has of its reader', async () => {
    const subject = await openSubject(open, { settings })
    const list = [
      { email: 'one@example.com', name: 'One', nickname: 'Uno', locale: 'zh-CN' },
      { email: 'two@example.com', nickname: 'Duo' },
      { email: 'three@example.com' },
    ]
    const options = { sendNotification: { sendEmailNotification: true } }
    await valueOf(subject.identity.createUsers({ list, options }))
    await valueOf(subject.identity.deliverNotices())
    const kept = subject.sender.messages().map(({ to, name, locale }) => ({ to, name, locale }))
    expect(kept).toEqual([
      { to: 'one@example.com', name: 'One', locale: 'zh-CN' },
      { to: 'two@example.com', name: 'Duo', locale: undefined },
      { to: 'three@example.com', name: undefined, locale: undefined },
    ])
  })

  test('and can never arrive counts as failed', async () => {
    const subject = await openSubject(open, {
      settings,
      ports: () => ({
        noticeSender: {
          send: () => errAsync(undeliverable('recipient-refused', new Error('no such mailbox'))),
        },
      }),
    })
    await earn(subject, 2)
    expect(await valueOf(subject.identity.deliverNotices())).toEqual({ sent: 0, failed: 2 })
  })
})
