import assert from 'node:assert/strict'
import { noticeKinds } from '@keepsake/domain'
import {
  addressees,
  deliver,
  keysOf,
  messageOf,
  tellingOf,
  withSender,
  type SenderCase,
  type SenderSubject,
} from './case.ts'

const hostileNames = [
  'Zoe\r\nBcc: evil@example.net',
  'Zoe\r\n.\r\nRCPT TO:<evil@example.net>',
  'evil@example.net, Zoe',
  '<evil@example.net>',
  '"Zoe" <evil@example.net>',
  'Zoe\0\u2028\u0085\ud800',
  'https://evil.example.net',
  '&To=%2B15550100',
]

/** What every sender promises. */
export const sendingCases: readonly SenderCase<SenderSubject>[] = [
  ...noticeKinds.map((kind) =>
    withSender(`sends ${kind} to its address alone, with all that it tells`, async (subject) => {
      const message = messageOf(kind, subject.channel)
      await deliver(subject, message)
      const [arrived, ...others] = await subject.received()
      assert.equal(others.length, 0)
      assert.equal(arrived?.to, message.to)
      assert.ok((arrived?.text.length ?? 0) > 0)
      for (const telling of tellingOf(kind)) assert.ok(arrived?.text.includes(telling), telling)
    }),
  ),

  withSender('sends many at one moment, each once', async (subject) => {
    const messages = Array.from({ length: 40 }, (_, number) =>
      messageOf('password-generated', subject.channel, number),
    )
    await Promise.all(messages.map((message) => deliver(subject, message)))
    assert.deepEqual((await addressees(subject)).toSorted(), messages.map(({ to }) => to).toSorted())
  }),

  withSender('sends a repeat under the same key, and another message under another', async (subject) => {
    const [one, other] = [1, 2].map((number) => messageOf('password-reset', subject.channel, number))
    for (const message of [one, other]) if (message !== undefined) await deliver(subject, message)
    const [first, second] = await keysOf(subject)
    if (one !== undefined) await deliver(subject, one)
    const keys = await keysOf(subject)
    if (subject.keyless !== undefined) return
    assert.notEqual(first, second)
    // A receiver that stores a message under its key has replaced it by the repeat.
    assert.deepEqual(new Set(keys), new Set([first, second]))
  }),

  withSender('gains no addressee by a name', async (subject) => {
    const messages = hostileNames.map((name, number) =>
      messageOf('otp-imported', subject.channel, number, name),
    )
    for (const message of messages) await deliver(subject, message)
    assert.deepEqual(
      await addressees(subject),
      messages.map(({ to }) => to),
    )
    for (const { text } of await subject.received()) assert.ok(!text.includes('evil'))
  }),
]
