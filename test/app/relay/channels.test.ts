import { openByChannel } from '@keepsake/adapters/notify/by-channel'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openSmtpSender } from '@keepsake/adapters/notify/smtp'
import { relayNotices } from '@keepsake/app'
import { conceal } from '@keepsake/domain'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openMailServer } from '../../adapters/notify/mail-server.ts'
import { write } from '../../adapters/notify/write.ts'
import { openSubject, storages, valueOf } from '../../builders/keepsake.ts'
import { until } from './endpoints.ts'

/** What hangs is never given up in the time of a test. */
const timeoutMs = 120_000

describe.each(storages)('on $name, a mail server that hangs', ({ open }) => {
  test('holds up no text message, whatever waits for it', async () => {
    const server = await openMailServer()
    server.behave('hangs')
    const texts = openCaptureSender()
    const email = await openSmtpSender({
      url: conceal(`smtp://127.0.0.1:${server.port}`),
      from: { address: 'no-reply@shop.example' },
      write,
      timeoutMs,
    })
    const { keepsake } = await openSubject(open, {
      settings: { activationUrl: 'https://login.example.com/activate' },
      ports: () => ({ noticeSender: openByChannel({ email, sms: texts }) }),
    })
    const stop = new AbortController()
    onTestFinished(() => stop.abort())
    void relayNotices(keepsake, { signal: stop.signal, restMs: 10 })
    const batch = (first: number) => ({
      list: Array.from({ length: 12 }, (_, index) => ({
        email: `user-${first + index}@example.com`,
        phone: `188${String(10_000_000 + first + index)}`,
      })),
      options: {
        autoGeneratePassword: true,
        sendNotification: { sendEmailNotification: true, sendPhoneNotification: true },
      },
    })
    await valueOf(keepsake.users.create(batch(0)))
    await until(() => server.connections() > 0)
    for (const first of [12, 24]) {
      await valueOf(keepsake.users.create(batch(first)))
      await until(() => texts.messages().length === first + 12)
    }
    const { channels } = await valueOf(keepsake.notices.report())
    expect(channels).toMatchObject([
      { channel: 'email', waiting: 36, sent: 0 },
      { channel: 'sms', sent: 36 },
    ])
  })
})
