import { readFile } from 'node:fs/promises'
import { senderConformance, type SenderSubject } from '@keepsake/conformance/senders'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openSecretBox } from '@keepsake/adapters/secrets/secret-box'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import {
  unavailable,
  undeliverable,
  type Message,
  type NoticeSender,
  type SecretBox,
  type Unavailable,
  type Undeliverable,
} from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { describe, expect, inject, it, onTestFinished, test } from 'vitest'
import { deadOf, makeNoticeQueue, openBoss } from '../../examples/pg-boss-relay/notice-queue.ts'
import { openQueueSender } from '../../examples/pg-boss-relay/queue-sender.ts'
import { workQueue } from '../../examples/pg-boss-relay/queue-worker.ts'
import { jobIdOf, openJob, type SealedJob } from '../../examples/pg-boss-relay/sealed-job.ts'
import { aMessage } from '../adapters/notify/messages.ts'
import { askByUrl } from '../adapters/storage/ask-by-url.ts'
import { newPostgresDatabase } from '../adapters/storage/open-postgres.ts'
import { errorOf, openSubject, usualSealingKey, valueOf } from '../builders/keepsake.ts'

const queue = 'notices.pool-one'
const dead = deadOf(queue)
const keys = { keys: [{ id: 'k1', key: usualSealingKey }], current: 'k1' }
const box: SecretBox = openSecretBox(keys)

type JobRow = {
  readonly id: string
  readonly state: string
  readonly data: SealedJob
  readonly output: unknown
  readonly text: string
  /** In seconds from now. */
  readonly due: number
  readonly kept: number
}

/** A queue in a database of its own, and the sender that fills it. */
const openQueue = async () => {
  const url = await newPostgresDatabase()
  const boss = await openBoss(url, () => undefined)
  onTestFinished(() => boss.stop({ graceful: false }))
  await makeNoticeQueue(boss, queue)
  const jobsIn = (name: string): Promise<readonly JobRow[]> =>
    askByUrl(url, async (ask) => {
      const rows = await ask(
        `SELECT id, state, data, output, job::text AS text, extract(epoch FROM start_after - now())::float AS due,
           extract(epoch FROM keep_until - now())::float AS kept FROM pgboss.job WHERE name = '${name}' ORDER BY created_on`,
      )
      return rows as unknown as readonly JobRow[]
    })
  /** Works until as many jobs of the queue are in this state. */
  const work = async (sender: NoticeSender, state: string, count = 1): Promise<readonly JobRow[]> => {
    const found = async (): Promise<readonly JobRow[]> =>
      (await jobsIn(queue)).filter((job) => job.state === state)
    await workQueue(boss, { queue, box, sender })
    await expect.poll(async () => (await found()).length, { timeout: 20_000 }).toBe(count)
    await boss.offWork(queue)
    return found()
  }
  return { boss, sender: openQueueSender(boss, queue, box), jobsIn, work }
}

const failing = (failure: Unavailable | Undeliverable): NoticeSender => ({ send: () => errAsync(failure) })

const told = (message: Message): object => ({
  ...message,
  ...('password' in message && { password: message.password?.reveal() }),
  ...('token' in message && { token: message.token.reveal() }),
})

const message = aMessage('password-generated', { password: 'canary-password', to: 'canary@example.com' })

describe.skipIf(inject('postgresUrl') === '')('a sender that hands to pg-boss', () => {
  test.each(senderConformance)('$name', ({ run }) =>
    run(async (): Promise<SenderSubject> => {
      const { sender, jobsIn } = await openQueue()
      const open = async ({ data }: JobRow) => {
        const sealed = await valueOf(openJob(queue, data, box))
        return { to: sealed.to, key: sealed.key, text: JSON.stringify({ ...told(sealed), name: '' }) }
      }
      const received = async () => Promise.all((await jobsIn(queue)).map(open))
      return { sender, channel: 'email', received }
    }),
  )

  it('makes no second job of a repeat, also when the first is done', async () => {
    const { sender, jobsIn, work } = await openQueue()
    const capture = openCaptureSender()
    for (let count = 0; count < 3; count += 1) await valueOf(sender.send(message))
    await work(capture, 'completed')
    await valueOf(sender.send(message))
    expect((await jobsIn(queue)).map(({ state }) => state)).toEqual(['completed'])
    expect(capture.messages()).toHaveLength(1)
  })

  it('shows neither secret nor address to a reader of the queue, also when it is done', async () => {
    const { sender, work } = await openQueue()
    await valueOf(sender.send(message))
    const [job] = await work(openCaptureSender(), 'completed')
    expect(job?.text).toContain(message.key)
    expect(job?.text).not.toContain('canary')
  })

  it('lets nothing that waits be deleted, whatever pg-boss does by default', async () => {
    const { sender, jobsIn } = await openQueue()
    await valueOf(sender.send(message))
    const [job] = await jobsIn(queue)
    expect(job?.kept).toBeGreaterThan(3000 * 86_400)
  })

  it('takes no responsibility where the queue is gone, or pg-boss is', async () => {
    const { boss, sender } = await openQueue()
    const other = aMessage('password-generated', { key: '6740b8000000000000000002' })
    await valueOf(sender.send(message))
    await boss.getDb().executeSql('DELETE FROM pgboss.job')
    await boss.getDb().executeSql('DELETE FROM pgboss.queue')
    expect(await errorOf(sender.send(other))).toMatchObject({ kind: 'unavailable', part: 'notice-sender' })
    await boss.stop({ graceful: false })
    expect(await errorOf(sender.send(other))).toMatchObject({ kind: 'unavailable', part: 'notice-sender' })
  })
})

describe.skipIf(inject('postgresUrl') === '')('a worker on pg-boss', () => {
  it('sends what users are told, with its secrets', async () => {
    const { sender, work } = await openQueue()
    const subject = await openSubject(async () => ({ storage: openMemoryStorage() }), {
      settings: { activationUrl: 'https://login.example.com/activate' },
      ports: () => ({ noticeSender: sender }),
    })
    const list = ['bob', 'eve'].map((name) => ({ username: name, email: `${name}@example.com` }))
    const options = { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } }
    await valueOf(subject.keepsake.users.create({ list, options }))
    expect(await valueOf(subject.keepsake.notices.deliver())).toMatchObject({ sent: 2 })
    const capture = openCaptureSender()
    await work(capture, 'completed', 2)
    const messages = capture.messages().map(told)
    expect(messages).toHaveLength(2)
    for (const { email } of list)
      expect(messages).toContainEqual(
        expect.objectContaining({
          kind: 'account-activation',
          to: email,
          token: expect.any(String) as string,
        }),
      )
  })

  it('lets one that fails wait, and brings it again', async () => {
    const { boss, sender, work } = await openQueue()
    await valueOf(sender.send(message))
    const [job] = await work(failing(unavailable('notice-sender', new Error('canary'))), 'retry')
    expect(job?.output).toEqual({ reason: 'notice-sender-unavailable' })
    expect(job?.due).toBeGreaterThan(20)
    expect(job?.due).toBeLessThanOrEqual(60)
    await boss.update(queue, undefined, { id: jobIdOf(message.key), startAfter: new Date() })
    const capture = openCaptureSender()
    await work(capture, 'completed')
    expect(capture.messages().map(told)).toEqual([told(message)])
  })

  it('lays what is of no use among the dead, from where it comes again under its key', async () => {
    const { boss, sender, jobsIn, work } = await openQueue()
    await valueOf(sender.send(message))
    await work(failing(undeliverable('recipient-refused', new Error('canary'))), 'failed')
    const [buried, ...others] = await jobsIn(dead)
    expect(others).toHaveLength(0)
    expect(buried?.output).toEqual({ reason: 'recipient-refused' })
    expect(buried?.kept).toBeGreaterThan(3000 * 86_400)
    expect(await boss.redrive(dead)).toBe(1)
    const capture = openCaptureSender()
    await work(capture, 'completed')
    expect(capture.messages().map(told)).toEqual([told(message)])
  })

  it('opens no job that was moved to another key', async () => {
    const { boss, sender, jobsIn, work } = await openQueue()
    await valueOf(sender.send(message))
    const [job] = await jobsIn(queue)
    await boss.update(queue, { ...job?.data, key: 'another' }, { id: jobIdOf(message.key) })
    const capture = openCaptureSender()
    const [failed] = await work(capture, 'retry')
    expect(failed?.output).toEqual({ reason: 'secret-box-unavailable' })
    expect(capture.messages()).toHaveLength(0)
  })
})

it('is shown as it is by the page on notices', async () => {
  const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8')
  const section = (await read('docs/notices.md')).split('## If you run a queue already')[1] ?? ''
  const [, code] = /^```ts\n(.*?)^```$/msu.exec(section) ?? []
  expect(await read('examples/pg-boss-relay/notice-queue.ts')).toContain(code ?? 'nothing')
})
