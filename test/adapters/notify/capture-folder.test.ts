import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { senderConformance } from '@keepsake/conformance/senders'
import { listCaptured, openCaptureFolder } from '@keepsake/adapters/notify/capture-folder'
import { describe, expect, it, onTestFinished, test } from 'vitest'
import { errorOf, valueOf } from '../../builders/keepsake.ts'
import { aMessage } from './messages.ts'
import { write } from './write.ts'

const newFolder = (): string => {
  const above = mkdtempSync(join(tmpdir(), 'keepsake-captured-'))
  onTestFinished(() => rmSync(above, { recursive: true }))
  return join(above, 'a', 'b')
}

const open = () => {
  const folder = newFolder()
  return { folder, sender: openCaptureFolder({ folder, write }) }
}

describe.each(['email', 'sms'] as const)('a folder that keeps messages by %s', (channel) => {
  test.each(senderConformance)('$name', ({ run }) =>
    run(async () => {
      const { folder, sender } = open()
      const received = async () =>
        (await valueOf(listCaptured(folder))).map(({ to, key, ...words }) => ({
          to,
          key,
          text: channel === 'email' ? words.text : words.sms,
        }))
      return { sender, channel, received }
    }),
  )
})

describe('a folder that keeps messages', () => {
  it('lists them with all that they say, oldest first', async () => {
    const { folder, sender } = open()
    expect(await valueOf(listCaptured(folder))).toStrictEqual([])
    for (const key of ['b', 'a', '../c'])
      await valueOf(sender.send(aMessage('password-reset', { key, locale: 'en' })))
    const [first] = await valueOf(listCaptured(folder))
    expect(first).toMatchObject({ kind: 'password-reset', channel: 'email', to: 'zoe@example.com' })
    expect(first?.subject).toBe('Reset your Shop password')
    expect((await valueOf(listCaptured(folder))).map(({ key }) => key).toSorted()).toStrictEqual([
      '../c',
      'a',
      'b',
    ])
    expect(readdirSync(folder).toSorted()).toStrictEqual(['..%2Fc.json', 'a.json', 'b.json'])
  })

  it('lets nobody else read them', async () => {
    const { folder, sender } = open()
    await valueOf(sender.send(aMessage('password-reset', { key: 'a' })))
    expect(statSync(join(folder, 'a.json')).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  it('that cannot be written to is unavailable', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keepsake-captured-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'file'), '')
    const sender = openCaptureFolder({ folder: join(folder, 'file'), write })
    expect(await errorOf(sender.send(aMessage('otp-imported')))).toMatchObject({ part: 'notice-sender' })
    expect(await errorOf(listCaptured(join(folder, 'file')))).toMatchObject({ part: 'notice-sender' })
  })
})
