import { describe, expect, inject, test } from 'vitest'
import { newPostgresDatabase } from '../adapters/storage/open-postgres.ts'
import { openReceiver } from '../adapters/notify/webhook/receiver.ts'
import { until } from '../app/relay/endpoints.ts'
import { workplace, type Ran } from '../cli/keepsake.ts'
import { blocksOf, commandLines } from './page.ts'

const whsec = `whsec_${Buffer.alloc(32, 1).toString('base64')}`

/** The commands of a section of the page, as one is called. */
const commandsOf = (heading: string): readonly (readonly string[])[] =>
  blocksOf('operations.md', heading)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => commandLines(text).map(({ args }) => args))

describe.skipIf(inject('postgresUrl') === '')('on PostgreSQL, the commands of the page on operations', () => {
  test('tell why something waits', { timeout: 120_000 }, async () => {
    const receiver = await openReceiver()
    receiver.answer(410)
    const place = workplace({
      databaseUrl: await newPostgresDatabase(),
      activationUrl: 'https://login.example.com/activate',
      // Nobody answers there.
      mail: { url: 'smtp://127.0.0.1:1', from: { address: 'no-reply@shop.example' } },
      webhooks: {
        endpoints: [{ name: 'shop', url: `http://127.0.0.1:${receiver.port}/`, secrets: [whsec] }],
        allowPrivate: true,
      },
    })
    place.write('users.json', {
      list: [{ email: 'ann@example.com' }],
      options: { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } },
    })
    expect(await place.run(['import', 'users', 'users.json'])).toMatchObject({ code: 0 })
    const relay = place.start(['notices', 'relay'])
    await until(() => relay.out().includes('"of":"notices"') && relay.out().includes('"of":"events"'))
    relay.stop()
    expect(await relay.ended).toBe(0)

    const said = new Map<string, Ran>()
    for (const args of commandsOf('Why something waits')) {
      const ran = await place.run(args)
      expect({ args, ...ran }).toMatchObject({ args, code: 0, error: '' })
      said.set(args.join(' '), ran)
    }
    const out = (command: string): unknown => JSON.parse(said.get(command)?.out ?? '')
    const noMail = {
      failure: 'sender-unavailable',
      reason: 'the mail server did not take a mail: ECONNREFUSED (nothing listens there)',
    }
    expect(out('notices report')).toMatchObject({
      waiting: 1,
      channels: [{ channel: 'email', waiting: 1 }],
      failures: [{ channel: 'email', state: 'waiting', ...noMail, count: 1 }],
    })
    expect(out('notices list --state waiting')).toMatchObject(noMail)
    expect(out('events report')).toMatchObject({
      dead: 1,
      endpoints: [{ endpoint: 'shop', configured: true, dead: 1 }],
      failures: [{ endpoint: 'shop', state: 'dead', failure: 'recipient-refused', count: 1 }],
    })
    expect(out('events redrive --endpoint shop')).toEqual({ redriven: 1 })
    expect(out('events drop --endpoint shop')).toEqual({ dropped: 1 })
  })
})
