import { openSmtpSender } from '@keepsake/adapters/notify/smtp'
import { conceal, type NoticeSender } from '@keepsake/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { errorOf, valueOf } from '../../builders/keepsake.ts'
import { lackOfPostfix, startPostfix, type Postfix } from '../../servers/postfix.ts'
import { aMessage } from './messages.ts'
import { write } from './write.ts'

const lack = lackOfPostfix()
const skipped = lack === undefined ? '' : ` (skipped: ${lack})`

describe.skipIf(lack !== undefined)(`a mail by Postfix${skipped}`, () => {
  let postfix: Postfix
  let before: number
  beforeAll(async () => {
    postfix = await startPostfix(['example.org', 'xn--bcher-kva.example'])
  })
  afterAll(() => postfix.stop())
  beforeEach(() => {
    before = postfix.delivered().length
  })

  const open = async (port: number, from = 'no-reply@shop.example'): Promise<NoticeSender> => {
    const url = conceal(`smtp://127.0.0.1:${port}`)
    const sender = await openSmtpSender({ url, from: { address: from }, write, plaintext: true })
    onTestFinished(() => sender.close?.())
    return sender
  }
  const mailFor = (to: string) => ({ ...aMessage('password-reset'), to })

  /** The header fields of the one mail that arrives. */
  const arrived = () =>
    vi.waitFor(
      () => {
        const [mail, ...others] = postfix.delivered().slice(before)
        expect(mail).toBeDefined()
        expect(others).toStrictEqual([])
        const head = mail?.split('\n\n', 1)[0] ?? ''
        return Object.fromEntries(
          [...head.matchAll(/^(Delivered-To|To|From): (.*)$/gmu)].map(([, name, value]) => [name, value]),
        )
      },
      { timeout: 30_000, interval: 50 },
    )

  it.each([
    ['"taro..k"@example.org', '"taro..k"@example.org'],
    ['taro..k@example.org', '"taro..k"@example.org'],
    ['taro.@example.org', '"taro."@example.org'],
    ['.taro@example.org', '".taro"@example.org'],
  ])('for %s reaches the mailbox %s, with SMTPUTF8 and without', async (to, mailbox) => {
    for (const port of [postfix.ports.international, postfix.ports.ascii]) {
      before = postfix.delivered().length
      await valueOf((await open(port)).send(mailFor(to)))
      expect(await arrived()).toMatchObject({ 'Delivered-To': mailbox, To: `<${mailbox}>` })
    }
  })

  it.each([
    ['用户@example.org', '用户@example.org'],
    ['jürgen@example.org', 'jürgen@example.org'],
    ['"用..户"@example.org', '<"用..户"@example.org>'],
  ])('for %s arrives with SMTPUTF8, and is never handed over without', async (to, header) => {
    const mailbox = header.replaceAll(/[<>]/gu, '')
    await valueOf((await open(postfix.ports.international)).send(mailFor(to)))
    expect(await arrived()).toMatchObject({ 'Delivered-To': mailbox, To: header })
    expect(await errorOf((await open(postfix.ports.ascii)).send(mailFor(to)))).toMatchObject({
      kind: 'undeliverable',
      reason: 'not-prepared',
    })
    expect(postfix.delivered()).toHaveLength(before + 1)
  })

  it('for a domain beyond ASCII goes to its labels in ASCII, without SMTPUTF8 too', async () => {
    await valueOf((await open(postfix.ports.ascii)).send(mailFor('zoe@bücher.example')))
    expect(await arrived()).toMatchObject({ 'Delivered-To': 'zoe@xn--bcher-kva.example' })
  })

  it('from a sender beyond ASCII arrives with SMTPUTF8 alone', async () => {
    const from = 'grüße@shop.example'
    await valueOf((await open(postfix.ports.international, from)).send(mailFor('zoe@example.org')))
    expect(await arrived()).toMatchObject({ From: from })
    expect(
      await errorOf((await open(postfix.ports.ascii, from)).send(mailFor('zoe@example.org'))),
    ).toMatchObject({
      reason: 'not-prepared',
    })
  })
})
