import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { openSmtpSender } from '@keepsake/adapters/notify/smtp'
import { conceal, type NoticeSender } from '@keepsake/domain'
import type { SMTPServerOptions } from 'smtp-server'
import { describe, expect, it, onTestFinished, test } from 'vitest'
import { errorOf, valueOf } from '../../builders/keepsake.ts'
import { openMailServer, type MailServerSubject } from './mail-server.ts'
import { aMessage } from './messages.ts'
import { patienceMs } from './patience.ts'
import { write } from './write.ts'

const open = async (
  options: SMTPServerOptions = {},
  from = 'no-reply@shop.example',
): Promise<{ readonly server: MailServerSubject; readonly sender: NoticeSender }> => {
  const server = await openMailServer(options)
  const url = conceal(`smtp://127.0.0.1:${server.port}`)
  const sender = await openSmtpSender({
    url,
    from: { address: from },
    write,
    plaintext: true,
    timeoutMs: patienceMs,
  })
  onTestFinished(() => sender.close?.())
  return { server, sender }
}
/** A server that agrees to every line, and keeps them: the other one here takes no quoted local parts with such dots. */
const recordCommands = async (): Promise<{ readonly port: number; readonly commands: string[] }> => {
  const commands: string[] = []
  let isText = false
  const answer = (line: string): string => {
    if (isText) {
      isText = line !== '.'
      return isText ? '' : '250 taken\r\n'
    }
    isText = line === 'DATA'
    return isText ? '354 go on\r\n' : `${line === 'QUIT' ? 221 : 250} ok\r\n`
  }
  const server = createServer((socket) => {
    socket.on('error', () => undefined).write('220 ready\r\n')
    createInterface({ input: socket }).on('line', (line) => {
      commands.push(line)
      socket.write(answer(line))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { port: (server.address() as AddressInfo).port, commands }
}

const mailFor = (to: string) => ({ ...aMessage('password-reset'), to })
const international = ['用户@example.com', 'jürgen@example.com', 'почта@пример.рф']

describe('an address whose local part is not ASCII', () => {
  test.each(international)('gets mail by a server that takes it: %s', async (to) => {
    const { server, sender } = await open()
    await valueOf(sender.send(mailFor(to)))
    const [received] = await server.received()
    expect(received?.to).toHaveLength(1)
    expect(received?.to[0]?.normalize('NFC').split('@')[0]?.replaceAll('"', '')).toBe(
      to.split('@')[0]?.replaceAll('"', ''),
    )
  })

  test.each(international)('is undeliverable by a server that does not, and is not sent: %s', async (to) => {
    const { server, sender } = await open({ hideSMTPUTF8: true })
    const failure = await errorOf(sender.send(mailFor(to)))
    expect(failure).toMatchObject({ kind: 'undeliverable', reason: 'not-prepared' })
    expect((failure.cause as Error).message).toContain('SMTPUTF8')
    expect((failure.cause as Error).message).not.toContain(to)
    expect(await server.received()).toStrictEqual([])
  })

  it('asks nothing more of a server for an address in ASCII, or whose domain alone is not', async () => {
    const { server, sender } = await open({ hideSMTPUTF8: true })
    await valueOf(sender.send(mailFor('zoe@example.com')))
    await valueOf(sender.send(mailFor('zoe@bücher.example')))
    // This server shows the domain as it reads it.
    expect((await server.received()).flatMap(({ to }) => to)).toStrictEqual([
      'zoe@example.com',
      'zoe@bücher.example',
    ])
    expect(server.connections()).toBe(1)
  })

  it('is tried again where the server does not answer', async () => {
    const { server, sender } = await open()
    server.behave('drops')
    expect(await errorOf(sender.send(mailFor('用户@example.com')))).toMatchObject({ kind: 'unavailable' })
    server.behave('takes')
    await valueOf(sender.send(mailFor('用户@example.com')))
    expect(await server.received()).toHaveLength(1)
  })

  it('needs the same where it is the sender’s', async () => {
    const { server, sender } = await open({ hideSMTPUTF8: true }, 'grüße@shop.example')
    expect(await errorOf(sender.send(mailFor('zoe@example.com')))).toMatchObject({ reason: 'not-prepared' })
    expect(await server.received()).toStrictEqual([])
  })
})

describe('an address with dots that only quotes allow', () => {
  test.each([
    ['taro..k@docomo.ne.jp', '"taro..k"@docomo.ne.jp'],
    ['taro.@docomo.ne.jp', '"taro."@docomo.ne.jp'],
    ['.taro@docomo.ne.jp', '".taro"@docomo.ne.jp'],
    ['"taro..k"@docomo.ne.jp', '"taro..k"@docomo.ne.jp'],
    ['taro.k@docomo.ne.jp', 'taro.k@docomo.ne.jp'],
  ])('goes out as RFC 5321 writes it: %s as %s', async (to, expected) => {
    const { port, commands } = await recordCommands()
    const url = conceal(`smtp://127.0.0.1:${port}`)
    const sender = await openSmtpSender({
      url,
      from: { address: 'no-reply@shop.example' },
      write,
      plaintext: true,
    })
    onTestFinished(() => sender.close?.())
    await valueOf(sender.send(mailFor(to)))
    expect(commands.filter((command) => command.startsWith('RCPT'))).toStrictEqual([`RCPT TO:<${expected}>`])
    expect(commands.filter((command) => command.startsWith('To: '))).toStrictEqual([
      expected.startsWith('"') ? `To: <${expected}>` : `To: ${expected}`,
    ])
  })
})
