import { createHash, createPublicKey, createVerify } from 'node:crypto'
import { openSmtpSender } from '@keepsake/adapters/notify/smtp'
import { conceal } from '@keepsake/domain'
import { expect, onTestFinished, test } from 'vitest'
import rsaVectors from '../../vectors/cipher/rsa-openssl.json' with { type: 'json' }
import { valueOf } from '../../builders/keepsake.ts'
import { openMailServer } from './mail-server.ts'
import { aMessage } from './messages.ts'
import { write } from './write.ts'

/** RFC 6376, section 3.4.4: runs of white space are one space, none ends a line, one line break ends the text. */
const relaxedBody = (body: string): string =>
  body
    .replaceAll(/[ \t]+/gu, ' ')
    .replaceAll(/ \r\n/gu, '\r\n')
    .replace(/(?:\r\n)*$/u, '\r\n')

/** Section 3.4.2: the name in lower case, unfolded, runs of white space one space, none at either end. */
const relaxedHeader = (line: string): string => {
  const at = line.indexOf(':')
  const value = line
    .slice(at + 1)
    .replaceAll('\r\n', '')
    .replaceAll(/[ \t]+/gu, ' ')
    .trim()
  return `${line.slice(0, at).trim().toLowerCase()}:${value}`
}

test('a mail is signed by the key that the domain publishes (RFC 6376)', async () => {
  const { pem } = rsaVectors.keys.rsa2048
  const server = await openMailServer()
  const sender = await openSmtpSender({
    url: conceal(`smtp://127.0.0.1:${server.port}`),
    from: { address: 'no-reply@shop.example' },
    write,
    dkim: { domain: 'shop.example', selector: 's1', privateKey: conceal(pem) },
  })
  onTestFinished(() => sender.close?.())
  await valueOf(sender.send(aMessage('password-reset')))

  const { raw = '' } = (await server.received())[0] ?? {}
  const split = raw.indexOf('\r\n\r\n')
  const headers = raw.slice(0, split).split(/\r\n(?![ \t])/u)
  const signature = headers.find((line) => /^dkim-signature:/iu.test(line)) ?? ''
  const tags = new Map(
    relaxedHeader(signature)
      .slice('dkim-signature:'.length)
      .split(';')
      .map((tag) => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).trim()]),
  )
  expect([tags.get('d'), tags.get('s'), tags.get('a'), tags.get('c')]).toStrictEqual([
    'shop.example',
    's1',
    'rsa-sha256',
    'relaxed/relaxed',
  ])
  const body = relaxedBody(raw.slice(split + 4))
  expect(tags.get('bh')?.replaceAll(' ', '')).toBe(
    createHash('sha256').update(body, 'latin1').digest('base64'),
  )

  const names = (tags.get('h') ?? '').split(':').map((name) => name.trim().toLowerCase())
  expect(names).toEqual(expect.arrayContaining(['from', 'to', 'subject', 'date', 'message-id']))
  const signed = names.flatMap((name) =>
    headers.filter((line) => line.toLowerCase().startsWith(`${name}:`)).map(relaxedHeader),
  )
  const unsigned = relaxedHeader(signature).replace(/b=[^;]*$/u, 'b=')
  const verify = createVerify('sha256').update([...signed, unsigned].join('\r\n'), 'latin1')
  const wanted = Buffer.from(tags.get('b') ?? '', 'base64')
  expect(verify.verify(createPublicKey(pem), wanted)).toBe(true)
})
