import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { noticeKinds, type Unavailable, type Undeliverable } from '@keepsake/domain'
import { errorOf } from '../storage/case.ts'
import {
  addressees,
  deliver,
  messageOf,
  told,
  withSender,
  type Behaviour,
  type RemoteSenderSubject,
  type SenderCase,
} from './case.ts'

type Failed = Unavailable | Undeliverable

const fail = async (subject: RemoteSenderSubject, number: number): Promise<Failed> =>
  errorOf(subject.sender.send(messageOf('password-generated', subject.channel, number)))

const passing: readonly Behaviour[] = ['busy', 'drops', 'hangs']

/** What a sender promises if its other side may fail. */
export const failingCases: readonly SenderCase<RemoteSenderSubject>[] = [
  ...passing.map((behaviour) =>
    withSender<RemoteSenderSubject>(
      `answers unavailable where the other side ${behaviour === 'busy' ? 'is busy' : behaviour}, and sends once it does not`,
      async (subject) => {
        await subject.behave(behaviour)
        const error = await fail(subject, 1)
        assert.deepEqual([error.kind, 'part' in error && error.part], ['unavailable', 'notice-sender'])
        await subject.behave('takes')
        const message = messageOf('password-generated', subject.channel, 1)
        await deliver(subject, message)
        assert.ok((await addressees(subject)).includes(message.to))
      },
    ),
  ),

  withSender('answers undeliverable where the other side refuses, and sends to others', async (subject) => {
    await subject.behave('refuses')
    const error = await fail(subject, 1)
    assert.deepEqual([error.kind, 'reason' in error && error.reason], ['undeliverable', 'recipient-refused'])
    await subject.behave('takes')
    const message = messageOf('password-generated', subject.channel, 2)
    await deliver(subject, message)
    assert.deepEqual(await addressees(subject), [message.to])
  }),

  withSender('shows no secret of a message, and none of its own, in an error', async (subject) => {
    for (const behaviour of [...passing, 'refuses'] as const) {
      await subject.behave(behaviour)
      const results = await Promise.all(
        noticeKinds.map(async (kind) => subject.sender.send(messageOf(kind, subject.channel, 3))),
      )
      const shown = inspect(results, { depth: 12, showHidden: true, maxStringLength: null })
      for (const secret of [...Object.values(told), ...subject.credentials])
        assert.ok(!shown.includes(secret), `${behaviour}: ${secret.slice(0, 4)}...`)
    }
  }),
]
