import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { inspect } from 'node:util'
import { openSmtpSender, type SmtpOptions } from '@keepsake/adapters/notify/smtp'
import { conceal, type NoticeSender } from '@keepsake/domain'
import { describe, expect, it, onTestFinished, test } from 'vitest'
import { errorOf, valueOf } from '../../builders/keepsake.ts'
import { listening, openMailServer } from './mail-server.ts'
import { aMessage } from './messages.ts'
import { impatienceMs, patienceMs } from './patience.ts'
import { write } from './write.ts'

const openSender = async (url: string, options: Partial<SmtpOptions> = {}): Promise<NoticeSender> => {
  const from = { address: 'no-reply@shop.example' }
  const sender = await openSmtpSender({ url: conceal(url), from, write, timeoutMs: patienceMs, ...options })
  onTestFinished(() => sender.close?.())
  return sender
}

const message = aMessage('password-generated', { password: 'canary-password' })

describe('what a mail server answers', () => {
  test.each([
    ['connect', 421, '', 'unavailable'],
    ['connect', 554, '5.7.1 go away', 'unavailable'],
    ['mail', 451, '', 'unavailable'],
    ['mail', 550, '5.1.8 your sender is unknown', 'unavailable'],
    ['mail', 530, '5.7.0 sign in first', 'unavailable'],
    ['rcpt', 450, '4.2.1 greylisted', 'unavailable'],
    ['rcpt', 452, '', 'unavailable'],
    ['rcpt', 550, '5.1.1 no such user', 'recipient-refused'],
    ['rcpt', 551, '', 'recipient-refused'],
    ['rcpt', 553, '5.1.3 bad address', 'recipient-refused'],
    ['rcpt', 552, '5.2.2 mailbox full', 'unavailable'],
    ['rcpt', 554, '5.7.1 relay access denied', 'unavailable'],
    ['rcpt', 535, '', 'unavailable'],
    ['data', 451, '', 'unavailable'],
    ['data', 554, '5.6.0 no thanks', 'message-refused'],
    ['data', 552, '', 'unavailable'],
  ] as const)('to %s with %i %s means: %s', async (command, code, text, meaning) => {
    const server = await openMailServer()
    server.answers(command, code, text)
    const error = await errorOf((await openSender(`smtp://127.0.0.1:${server.port}`)).send(message))
    expect('reason' in error ? error.reason : error.kind).toBe(meaning)
    expect(await server.received()).toHaveLength(0)
    // The codes are told, the stranger's text is not.
    if (command === 'rcpt')
      expect(String(error.cause)).toContain(`answered ${code}${text.slice(0, 6).trimEnd()}`.slice(0, 12))
    if (text.length > 6) expect(inspect(error, { depth: 9 })).not.toContain(text.slice(6))
  })

  it('to a wrong password is for the operator to mend, and costs no notice', async () => {
    const server = await openMailServer({
      onAuth: (_, __, callback) => callback(Object.assign(new Error('no'), { responseCode: 535 })),
    })
    const error = await errorOf(
      (await openSender(`smtp://me:canary-word@127.0.0.1:${server.port}`, { plaintext: true })).send(message),
    )
    expect(error).toMatchObject({ kind: 'unavailable', part: 'notice-sender' })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
  })

  it('a byte at a time and never to an end is not waited for', async () => {
    const server = createServer((socket) => {
      const drip = setInterval(() => socket.write('2'), 20)
      socket.on('error', () => undefined).on('close', () => clearInterval(drip))
    })
    const port = await listening(server)
    onTestFinished(() => void server.close())
    const error = await errorOf(
      (await openSender(`smtp://127.0.0.1:${port}`, { timeoutMs: impatienceMs })).send(message),
    )
    expect(error).toMatchObject({ kind: 'unavailable' })
  })

  it('after it has taken the mail, but lost on the way, brings the same mail under the same Message-ID', async () => {
    const server = await openMailServer({ logger: false })
    const sender = await openSender(`smtp://127.0.0.1:${server.port}`)
    await valueOf(sender.send(message))
    server.behave('drops')
    expect(await errorOf(sender.send(message))).toMatchObject({ kind: 'unavailable' })
    server.behave('takes')
    await valueOf(sender.send(message))
    const ids = (await server.received()).map(({ mail }) => mail.messageId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })
})

describe('a mail server under TLS', () => {
  const vector = (name: string) =>
    readFileSync(new URL(`../../vectors/tls/${name}.pem`, import.meta.url), 'utf8')
  const tls = { key: vector('server-key'), cert: vector('server') }
  const ca = vector('ca')
  const overTls = { ...tls, disabledCommands: [], authOptional: true }

  it('from the first word takes mail', async () => {
    const server = await openMailServer({ ...overTls, secure: true })
    // The front of the test server speaks no TLS by itself: its connections are handed on as they are.
    const sender = await openSender(`smtps://localhost:${server.port}`, { ca })
    await valueOf(sender.send(message))
    expect((await server.received())[0]?.secure).toBe(true)
  })

  it('that it turns to takes mail', async () => {
    const server = await openMailServer(overTls)
    const sender = await openSender(`smtp://localhost:${server.port}`, { ca, plaintext: false })
    await valueOf(sender.send(message))
    expect((await server.received())[0]?.secure).toBe(true)
  })

  it('whose certificate nobody vouches for gets none', async () => {
    const server = await openMailServer(overTls)
    const sender = await openSender(`smtp://localhost:${server.port}`, { plaintext: false })
    expect(await errorOf(sender.send(message))).toMatchObject({ kind: 'unavailable' })
    expect(await server.received()).toHaveLength(0)
  })

  it('is asked for wherever it is not this machine, and gets no word of a mail without', async () => {
    const server = await openMailServer()
    const sender = await openSender(`smtp://me:word@127.0.0.1:${server.port}`, { plaintext: false })
    expect(await errorOf(sender.send(message))).toMatchObject({ kind: 'unavailable' })
    expect(await server.received()).toHaveLength(0)
  })
})

describe('a sender by SMTP', () => {
  it.each(['', 'https://mail.example.com', 'mail.example.com', 'smtp:', 'smtp://', 'canary'])(
    'with the address %j does not open, and does not repeat it',
    async (url) => {
      await expect(openSender(url)).rejects.toThrow(
        'url: give the mail server as smtps://host or smtp://host',
      )
    },
  )

  it('from nowhere does not open', async () => {
    const url = conceal('smtp://localhost')
    await expect(openSmtpSender({ url, write, from: { address: 'Shop <a@b.example>' } })).rejects.toThrow(
      'from.address: give the email address',
    )
  })

  it('that was never used closes', async () => {
    await expect((await openSender('smtp://localhost:1')).close?.()).resolves.toBeUndefined()
  })
})
