import { remoteSenderConformance } from '@keepsake/conformance/senders'
import { openSmtpSender, type SmtpOptions } from '@keepsake/adapters/notify/smtp'
import type { WrittenMessage } from '@keepsake/adapters/notify/templates'
import { conceal, noticeKinds, type Message, type NoticeSender } from '@keepsake/domain'
import fc from 'fast-check'
import { ok } from 'neverthrow'
import { describe, expect, it, onTestFinished, test } from 'vitest'
import { errorOf, valueOf } from '../../builders/keepsake.ts'
import { hostileText, linksIn } from './hostile.ts'
import { openMailServer, type MailServerSubject } from './mail-server.ts'
import { aMessage, loginUrl } from './messages.ts'
import { patienceMs, withPatience } from './patience.ts'
import { write } from './write.ts'

const from = { name: 'Shop, the', address: 'no-reply@shop.example' }
const password = 'canary-of-the-mail-server'

const openSender = async (port: number, options: Partial<SmtpOptions> = {}): Promise<NoticeSender> => {
  const url = conceal(`smtp://mailer:${password}@127.0.0.1:${port}`)
  const sender = await openSmtpSender({
    url,
    from,
    write,
    plaintext: true,
    timeoutMs: patienceMs,
    ...options,
  })
  onTestFinished(() => sender.close?.())
  return sender
}

const open = async (options: Partial<SmtpOptions> = {}) => {
  const server = await openMailServer()
  return { server, sender: await openSender(server.port, options) }
}

/** Its Message-ID without the domain. */
const keyOf = (messageId: string | undefined): string =>
  /^<([^@]+)@shop\.example>$/u.exec(messageId ?? '')?.[1] ?? ''

describe('mail by SMTP', () => {
  test.each(remoteSenderConformance)('$name', ({ run }) =>
    run(async () => {
      const server = await openMailServer()
      return {
        ...(await withPatience((timeoutMs) => openSender(server.port, { timeoutMs }), server.behave)),
        channel: 'email',
        credentials: [password],
        received: async () =>
          (await server.received()).map(({ to, mail }) => ({
            to: to.join(),
            key: keyOf(mail.messageId),
            text: `${mail.subject}\n${mail.text}\n${mail.html}`,
          })),
      }
    }),
  )

  it('says who it is from and for, and that it wants no automatic answer', async () => {
    const { server, sender } = await open()
    await valueOf(sender.send(aMessage('password-reset', { locale: 'en-US', name: 'Zoe' })))
    const [received] = await server.received()
    expect(received).toMatchObject({ from: from.address, to: ['zoe@example.com'], user: 'mailer' })
    expect(received?.mail).toMatchObject({
      from,
      to: [{ address: 'zoe@example.com', name: '' }],
      subject: 'Reset your Shop password',
      messageId: '<6740b8000000000000000001@shop.example>',
    })
    expect(headersOf(received?.raw)).toMatchObject({ 'auto-submitted': 'auto-generated' })
  })

  it.each([
    ['zh-CN', '您的 Shop 账号已创建', '您好'],
    ['en-US', 'Your Shop account', 'Hello'],
  ])('arrives in %s, with the link, in text and HTML', async (locale, subject, greeting) => {
    const { server, sender } = await open()
    await valueOf(sender.send(aMessage('account-created', { locale })))
    const [received] = await server.received()
    expect(received?.mail.subject).toBe(subject)
    for (const part of [received?.mail.text, received?.mail.html]) expect(part).toContain(greeting)
    expect(linksIn(received?.mail.html ?? '')).toStrictEqual([loginUrl])
    expect(received?.mail.text).toContain(`\n${loginUrl}\n`)
  })

  it.each([
    'evil@evil.example, zoe@example.com',
    '"zoe@example.com evil"@evil.example',
    'zoe@example.com\r\nRCPT TO:<evil@evil.example>',
    '<zoe@example.com>',
    'Zoe <zoe@example.com>',
    'zoe',
    '',
  ])('to %j goes to nobody', async (to) => {
    const { server, sender } = await open()
    expect(await errorOf(sender.send(aMessage('otp-imported', { to })))).toMatchObject({
      kind: 'undeliverable',
      reason: 'recipient-refused',
    })
    expect(server.connections()).toBe(0)
  })

  it('reaches an address in another script', async () => {
    const { server, sender } = await open()
    await valueOf(sender.send(aMessage('otp-imported', { to: 'zoe@bücher.example' })))
    expect((await server.received())[0]?.to).toStrictEqual(['zoe@bücher.example'])
  })

  it('is not how a text message goes', async () => {
    const { sender } = await open()
    const error = await errorOf(sender.send(aMessage('otp-imported', {}, 'sms')))
    expect(error).toMatchObject({ kind: 'undeliverable', reason: 'not-prepared' })
  })

  it('keeps few connections for many mails', async () => {
    const { server, sender } = await open({ connections: 2 })
    const keys = Array.from({ length: 60 }, (_, index) => `key-${index}`)
    await Promise.all(keys.map((key) => valueOf(sender.send(aMessage('otp-imported', { key })))))
    expect(server.connections()).toBeLessThanOrEqual(2)
    expect((await server.received()).map(({ mail }) => keyOf(mail.messageId)).toSorted()).toStrictEqual(
      keys.toSorted(),
    )
  })

  it('spells out a key that is no word of a Message-ID', async () => {
    const { server, sender } = await open()
    for (const key of ['a@b>\r\nBcc: x@y.example', 'a.b', ''])
      await valueOf(sender.send(aMessage('otp-imported', { key })))
    for (const { mail } of await server.received()) expect(keyOf(mail.messageId)).toMatch(/^x[0-9a-f]*$/u)
  })
})

/** The headers of a mail, unfolded, by name in lower case; several of one name in a list. */
const headersOf = (raw = ''): Readonly<Record<string, string | readonly string[]>> => {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]/gu, ' ')
  const groups = Map.groupBy(head.split('\r\n'), (line) => line.slice(0, line.indexOf(':')).toLowerCase())
  return Object.fromEntries(
    [...groups].map(([name, lines]) => {
      const values = lines.map((line) => line.slice(line.indexOf(':') + 1).trim())
      return [name, values.length === 1 ? (values[0] ?? '') : values]
    }),
  )
}

describe('10,000 hostile messages', () => {
  /** Words of an embedder who cleans nothing. */
  const careless = (message: Message) => {
    const text = message.name ?? ''
    return ok<WrittenMessage>({
      subject: text,
      text,
      html: '<p>safe</p>',
      sms: text,
      language: 'en-US',
      facts: { service: 'S' },
    })
  }

  const sendAll = async (server: MailServerSubject, sender: NoticeSender, messages: readonly Message[]) => {
    await Promise.all(messages.map((message) => valueOf(sender.send(message))))
    const received = await server.received()
    expect(received).toHaveLength(messages.length)
    return received
  }

  const sampled = (numRuns: number) =>
    fc
      .sample(
        fc.record({ name: hostileText, password: hostileText, token: hostileText, locale: hostileText }),
        {
          numRuns,
          seed: numRuns,
        },
      )
      .map((change, index) =>
        aMessage(noticeKinds[index % noticeKinds.length] ?? 'otp-imported', {
          ...change,
          key: String(index),
          to: `user-${index}@example.com`,
        }),
      )

  test('add no recipient, header or link, in our words', async () => {
    const { server, sender } = await open({ timeoutMs: 60_000 })
    for (const { to, mail, raw } of await sendAll(server, sender, sampled(2000))) {
      expect(to).toStrictEqual([`user-${keyOf(mail.messageId)}@example.com`])
      expect(Object.keys(headersOf(raw)).toSorted()).toStrictEqual(usualHeaders)
      for (const link of linksIn(mail.html ?? ''))
        expect(new URL(link).origin).toBe('https://login.example.com')
    }
  }, 60_000)

  test('add no recipient or header, in subjects of somebody who cleans nothing', async () => {
    const { server, sender } = await open({ timeoutMs: 60_000, write: careless })
    for (const { to, mail, raw } of await sendAll(server, sender, sampled(8000))) {
      expect(to).toStrictEqual([`user-${keyOf(mail.messageId)}@example.com`])
      expect([...usualHeaders, 'content-transfer-encoding']).toEqual(
        expect.arrayContaining(Object.keys(headersOf(raw))),
      )
      expect(mail.to).toStrictEqual([{ address: to[0], name: '' }])
    }
  }, 60_000)
})

const usualHeaders = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'subject',
  'to',
]
