import { createServer } from 'node:net'
import { openSmtpSender, type SmtpOptions } from '@keepsake/adapters/notify/smtp'
import { conceal, type NoticeSender } from '@keepsake/domain'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { describe, expect, onTestFinished, test } from 'vitest'
import { listening, openMailServer } from './mail-server.ts'
import { impatienceMs, patienceMs } from './patience.ts'
import { badCertificates, nobodysName, nobodysPort, reasonBy, vector } from './reasons.ts'
import { write } from './write.ts'

const senderTo = async (url: string, options: Partial<SmtpOptions> = {}): Promise<NoticeSender> => {
  const from = { address: 'no-reply@shop.example' }
  const sender = await openSmtpSender({ url: conceal(url), from, write, timeoutMs: patienceMs, ...options })
  onTestFinished(() => sender.close?.())
  return sender
}

/** What a server answers, and what of it is kept. Its text repeats what it was sent. */
const said = 'zoe@example.com: canary-token-0123456789 canary https://login.example.com/reset?token=canary'

describe('what a mail server answers is kept, without its text', () => {
  test.each([
    ['connect', 421, '4.3.2', 'unavailable', 'answered 421 4.3.2 as it was called'],
    ['connect', 554, '5.7.1', 'unavailable', 'answered 554 5.7.1 as it was called'],
    ['mail', 550, '5.1.8', 'unavailable', 'answered 550 5.1.8 to MAIL FROM'],
    ['mail', 530, '5.7.0', 'unavailable', 'answered 530 5.7.0 to MAIL FROM'],
    ['rcpt', 550, '5.1.1', 'recipient-refused', 'answered 550 5.1.1 to RCPT TO'],
    ['rcpt', 550, '5.2.2', 'unavailable', 'answered 550 5.2.2 to RCPT TO'],
    ['rcpt', 450, '4.2.0', 'unavailable', 'answered 450 4.2.0 to RCPT TO'],
    ['rcpt', 550, '', 'recipient-refused', 'answered 550 to RCPT TO'],
    ['data', 554, '5.6.0', 'message-refused', 'answered 554 5.6.0 to DATA'],
    ['data', 554, '5.7.1', 'unavailable', 'answered 554 5.7.1 to DATA'],
    ['data', 552, '5.3.4', 'message-refused', 'answered 552 5.3.4 to DATA'],
    ['data', 451, '', 'unavailable', 'answered 451 to DATA'],
  ] as const)('%s: %i %s', async (command, code, enhanced, kind, words) => {
    const server = await openMailServer()
    server.answers(command, code, `${enhanced} ${said}`.trim())
    const sender = await senderTo(`smtp://127.0.0.1:${server.port}`)
    expect(await reasonBy(sender)).toEqual([kind, `the mail server ${words}`])
  })

  test('a password that it does not take', async () => {
    const server = await openMailServer({
      onAuth: (_, __, callback) => callback(Object.assign(new Error(`5.7.8 ${said}`), { responseCode: 535 })),
    })
    const sender = await senderTo(`smtp://canary:canary-password@127.0.0.1:${server.port}`, {
      plaintext: true,
    })
    expect(await reasonBy(sender)).toEqual(['unavailable', 'the mail server answered 535 5.7.8 to AUTH'])
  })

  test('that it knows no TLS, where it must', async () => {
    const server = await openMailServer()
    const sender = await senderTo(`smtp://localhost:${server.port}`, { plaintext: false })
    expect(await reasonBy(sender)).toEqual([
      'unavailable',
      expect.stringMatching(/^the mail server answered 50\d(?: 5\.5\.\d)? to STARTTLS$/u),
    ])
  })

  test('a line of canaries where there should be a code', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined).end(`${said}\r\n`))
    const port = await listening(server)
    onTestFinished(() => void server.close())
    expect(await reasonBy(await senderTo(`smtp://127.0.0.1:${port}`))).toEqual([
      'unavailable',
      'the mail server did not take a mail: EPROTOCOL (what it answers makes no sense)',
    ])
  })
})

/** A mail server without a network in front of it, which a handshake that is broken off would bring down. */
const openBare = async (options: SMTPServerOptions): Promise<number> => {
  const server = new SMTPServer({ disableReverseLookup: true, closeTimeout: 1, ...options })
  server.on('error', () => undefined)
  onTestFinished(() => server.close())
  return listening(server.server)
}

describe('a mail server whose certificate is', () => {
  const modes: readonly (readonly [string, SMTPServerOptions])[] = [
    ['smtps', { secure: true }],
    ['smtp', { disabledCommands: [], authOptional: true }],
  ]
  for (const [scheme, options] of modes)
    test.each(badCertificates)(`%s says so, by ${scheme}`, async (_, cert, ca, words) => {
      const tls = { key: vector('server-key'), cert: vector(cert) }
      const port = await openBare({ ...options, ...tls })
      const sender = await senderTo(`${scheme}://localhost:${port}`, {
        plaintext: false,
        ...(ca !== undefined && { ca: vector(ca) }),
      })
      expect(await reasonBy(sender)).toEqual(['unavailable', `the mail server did not take a mail: ${words}`])
    })
})

describe('a mail server that is not reached says why:', () => {
  /** The code may be another one on another machine, the meaning may not. */
  const failed = (meaning: string): unknown => [
    'unavailable',
    expect.stringMatching(new RegExp(`^the mail server did not take a mail: \\w+ \\(${meaning}\\)$`, 'u')),
  ]

  test('nobody listens', async () => {
    expect(await reasonBy(await senderTo(`smtp://127.0.0.1:${await nobodysPort()}`))).toEqual(
      failed('nothing listens there'),
    )
  })

  test('its name is none', async () => {
    const sender = await senderTo(`smtp://${nobodysName}`)
    expect(await reasonBy(sender)).toEqual(failed('its name is not found'))
  })

  test.each([
    ['hangs', 'no answer in time', impatienceMs],
    ['drops', 'the connection was cut', patienceMs],
  ] as const)('it %s', async (behaviour, meaning, timeoutMs) => {
    const server = await openMailServer()
    server.behave(behaviour)
    const sender = await senderTo(`smtp://127.0.0.1:${server.port}`, { timeoutMs })
    expect(await reasonBy(sender)).toEqual(failed(meaning))
  })

  test('it speaks no TLS where TLS comes first', async () => {
    const server = await openMailServer()
    const sender = await senderTo(`smtps://localhost:${server.port}`)
    expect(await reasonBy(sender)).toEqual(failed('it speaks no TLS that is accepted'))
  })
})
