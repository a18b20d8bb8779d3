import { openSmtpSender } from '@keepsake/adapters/notify/smtp'
import { conceal } from '@keepsake/domain'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openMailServer } from '../../../adapters/notify/mail-server.ts'
import { write } from '../../../adapters/notify/write.ts'
import { openSubject, storages, valueOf, type Subject } from '../../../builders/keepsake.ts'
import { drawFrom } from '../../../builders/draw.ts'

const settings = { activationUrl: 'https://login.example.com/activate' }
const users = 160

const openWithMail = async (open: (typeof storages)[number]['open'], timeoutMs?: number) => {
  const server = await openMailServer()
  const sender = await openSmtpSender({
    url: conceal(`smtp://127.0.0.1:${server.port}`),
    from: { address: 'no-reply@shop.example' },
    write,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  })
  onTestFinished(() => sender.close?.())
  const subject = await openSubject(open, { settings, ports: () => ({ noticeSender: sender }) })
  return { server, subject }
}

const addressOf = (index: number): string => `user-${index}@example.com`

const list = Array.from({ length: users }, (_, index) => ({
  email: addressOf(index),
  locale: index % 2 === 0 ? 'zh-CN' : 'en-US',
}))

const options = { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } }

/** Longer than a notice is ever put off. */
const longestWaitMs = 4 * 60 * 60_000

/** Delivers until nothing waits; answers how often something was put off. */
const deliverAll = async ({ keepsake, clock }: Subject): Promise<number> => {
  let postponed = 0
  for (;;) {
    const delivery = await valueOf(keepsake.notices.deliver({ limit: users }))
    postponed += delivery.postponed
    if ((await valueOf(keepsake.notices.report())).waiting === 0) return postponed
    clock.set(clock.now() + longestWaitMs)
  }
}

describe.each(storages)('on $name, by mail', ({ open }) => {
  test('a server that drops, hangs, is busy and loses its own word gets every notice, and a repeat by the same key', async () => {
    const { server, subject } = await openWithMail(open, 150)
    await valueOf(subject.keepsake.users.create({ list: list.slice(0, 80), options }))
    await valueOf(subject.keepsake.users.create({ list: list.slice(80), options }))
    server.misbehave(15, drawFrom(7))
    expect(await deliverAll(subject)).toBeGreaterThan(10)

    const received = await server.received()
    expect(new Set(received.map(({ to }) => to.join()))).toEqual(new Set(list.map(({ email }) => email)))
    expect(received.length).toBeGreaterThan(users)
    const byAddress = Map.groupBy(received, ({ to }) => to.join())
    for (const mails of byAddress.values()) {
      expect(new Set(mails.map(({ mail }) => mail.messageId)).size).toBe(1)
      expect(new Set(mails.map(({ mail }) => mail.text)).size).toBe(1)
    }
    expect(new Set(received.map(({ mail }) => mail.messageId)).size).toBe(users)
    for (const [index, { email }] of list.entries())
      expect(byAddress.get(email)?.[0]?.mail.subject).toBe(
        index % 2 === 0 ? '激活您的 Shop 账号' : 'Activate your Shop account',
      )
  }, 60_000)

  test('the link of a new account comes whole, and sets a password once', async () => {
    const { server, subject } = await openWithMail(open)
    await valueOf(subject.keepsake.users.create({ list: list.slice(0, 2), options }))
    await deliverAll(subject)
    const mails = await server.received()
    expect(mails).toHaveLength(2)
    const newPassword = 'first of all, and my own'
    for (const { to, mail } of mails) {
      const [link] = /https:\S+/u.exec(mail.text ?? '') ?? []
      const { origin, pathname, searchParams } = new URL(link ?? '')
      expect(`${origin}${pathname}`).toBe(settings.activationUrl)
      const activation = { token: searchParams.get('token') ?? '', newPassword }
      for (const verdict of ['activated', 'token_invalid'])
        expect((await valueOf(subject.keepsake.activations.complete(activation))).verdict).toBe(verdict)
      const attempt = { login: to.join(), password: newPassword }
      expect((await valueOf(subject.keepsake.signIn(attempt))).verdict).toBe('signed_in')
    }
  })

  test('a refused batch sends nothing, a batch by row what its good rows earned, and a run again nothing more', async () => {
    const { server, subject } = await openWithMail(open)
    const batch = { list: [...list.slice(0, 3), { email: 'no address' }], options }
    expect((await subject.keepsake.users.create(batch)).isErr()).toBe(true)
    expect(await deliverAll(subject)).toBe(0)
    expect(await server.received()).toHaveLength(0)
    for (let times = 0; times < 2; times += 1) {
      await valueOf(subject.keepsake.users.create({ ...batch, mode: 'each' }))
      await deliverAll(subject)
      expect((await server.received()).map(({ to }) => to.join())).toEqual([0, 1, 2].map(addressOf))
    }
  })
})
