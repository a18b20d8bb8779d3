import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openMailServer } from '../adapters/notify/mail-server.ts'
import { openReceiver } from '../adapters/notify/webhook/receiver.ts'
import { jsonLines, workplace, type Workplace } from './keepsake.ts'

const whsec = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const pem = (name: string): string =>
  readFileSync(new URL(`../vectors/tls/${name}.pem`, import.meta.url), 'utf8')

const withUser = async (changes: object): Promise<Workplace> => {
  const place = workplace({ activationUrl: 'https://login.example.com/activate', ...changes })
  place.write('users.json', {
    list: [{ email: 'ann@example.com' }],
    options: { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } },
  })
  expect(await place.run(['import', 'users', 'users.json'])).toMatchObject({ code: 0 })
  return place
}

const mailTo = (port: number, more: object = {}): object => ({
  mail: { url: `smtp://localhost:${port}`, from: { address: 'no-reply@shop.example' }, ...more },
})

/** Runs a command that sends, until something was not sent; answers the line that says so. */
const failureLine = async (place: Workplace, command: readonly string[]): Promise<unknown> => {
  const { out, stop, ended } = place.start(command)
  for (let tries = 0; tries < 200; tries += 1) {
    const found = out()
      .split('\n')
      .filter((line) => line.includes('"failures"'))
    if (found.length > 0) {
      stop()
      expect(await ended).toBe(0)
      return JSON.parse(found[0] ?? '')
    }
    await pause(50)
  }
  return expect.fail(out())
}

/** What is kept of the first thing that was not sent: where it is listed, and where it is counted. */
const keptOf = async (place: Workplace, group: 'notices' | 'events'): Promise<readonly unknown[]> => {
  const states = await Promise.all(
    ['waiting', 'dead'].map((state) => place.run([group, 'list', '--state', state])),
  )
  const report = JSON.parse((await place.run([group, 'report'])).out) as { readonly failures: unknown }
  return [jsonLines(states.map(({ out }) => out).join(''))[0], report.failures]
}

describe.each([[['notices', 'relay']], [['serve']]])('why something is not sent by %j', (command) => {
  it.each([
    ['connect', 421, '4.3.2 canary', 'sender-unavailable', 'answered 421 4.3.2 as it was called'],
    ['connect', 554, '5.7.1 canary', 'sender-unavailable', 'answered 554 5.7.1 as it was called'],
    ['rcpt', 550, '5.1.1 canary', 'recipient-refused', 'answered 550 5.1.1 to RCPT TO'],
  ] as const)('is said where a mail server answers %s with %i', async (at, code, text, failure, words) => {
    const server = await openMailServer()
    server.answers(at, code, text)
    const place = await withUser(mailTo(server.port, { plaintext: true }))
    const why = { failure, reason: `the mail server ${words}` }
    expect(await failureLine(place, command)).toMatchObject({
      of: 'notices',
      channel: 'email',
      failures: [{ ...why, count: 1 }],
    })
    const [listed, counted] = await keptOf(place, 'notices')
    expect(listed).toMatchObject({ kind: 'account-activation', to: 'ann@example.com', ...why })
    expect(counted).toMatchObject([{ channel: 'email', ...why, count: 1 }])
    expect(JSON.stringify([listed, counted])).not.toContain('canary')
  })

  it('is said where a password is wrong, or a certificate', async () => {
    const refusing = await openMailServer({
      onAuth: (_, __, callback) => callback(Object.assign(new Error('5.7.8 canary'), { responseCode: 535 })),
    })
    const mail = {
      url: `smtp://me:canary@127.0.0.1:${refusing.port}`,
      plaintext: true,
      from: { address: 'no-reply@shop.example' },
    }
    const place = await withUser({ mail })
    expect(await failureLine(place, command)).toMatchObject({
      failures: [{ failure: 'sender-unavailable', reason: 'the mail server answered 535 5.7.8 to AUTH' }],
    })
    const strange = await openMailServer({
      disabledCommands: [],
      authOptional: true,
      key: pem('server-key'),
      cert: pem('server'),
    })
    const other = await withUser(mailTo(strange.port, { plaintext: false }))
    expect(await failureLine(other, command)).toMatchObject({
      failures: [{ reason: expect.stringContaining('UNABLE_TO_VERIFY_LEAF_SIGNATURE') as unknown }],
    })
  })

  it('is said of each endpoint by itself', async () => {
    const receiver = await openReceiver()
    receiver.answer(500)
    const endpoints = [
      { name: 'shop', url: `http://127.0.0.1:${receiver.port}/canary`, secrets: [whsec] },
      { name: 'crm', url: 'http://127.0.0.1:1/canary', secrets: [whsec] },
    ]
    const place = await withUser({ webhooks: { endpoints, allowPrivate: true } })
    expect(await failureLine(place, command)).toMatchObject({ of: 'events', postponed: 1 })
    for (let tries = 0; tries < 100; tries += 1) {
      const [, failures] = await keptOf(place, 'events')
      if ((failures as readonly unknown[]).length === 2) break
      await failureLine(place, command).catch(() => undefined)
    }
    const [, failures] = await keptOf(place, 'events')
    const of = (endpoint: string, words: string): object => ({
      endpoint,
      state: 'waiting',
      failure: 'sender-unavailable',
      reason: `the webhook at 127.0.0.1:${words}`,
      count: 1,
    })
    expect(failures).toEqual([
      of('crm', '1 did not answer: ECONNREFUSED (nothing listens there)'),
      of('shop', `${receiver.port} answered 500`),
    ])
    const report = JSON.parse((await place.run(['events', 'report'])).out) as Record<string, unknown>
    expect(report['endpoints']).toMatchObject([
      { endpoint: 'crm', configured: true, waiting: 1 },
      { endpoint: 'shop', configured: true, waiting: 1 },
    ])
  })

  it('is said where a webhook is not public', async () => {
    const endpoints = [{ name: 'shop', url: 'https://127.0.0.1:9/canary', secrets: [whsec] }]
    const place = await withUser({ webhooks: { endpoints } })
    await failureLine(place, command)
    const [listed] = await keptOf(place, 'events')
    expect(listed).toMatchObject({
      endpoint: 'shop',
      type: 'user.created',
      reason: 'the webhook at 127.0.0.1:9 did not answer: ENOTPUBLIC (its address is not public)',
    })
  })
})

describe('an endpoint that was taken out of the configuration', () => {
  it('is told by the report, listed, and dropped by its name alone', async () => {
    const at = (name: string): object => ({ name, url: 'http://127.0.0.1:1/', secrets: [whsec] })
    const place = await withUser({ webhooks: { endpoints: [at('old'), at('shop')], allowPrivate: true } })
    await failureLine(place, ['notices', 'relay'])
    const config = JSON.parse(readFileSync(place.at('keepsake.config.json'), 'utf8')) as object
    place.write('keepsake.config.json', {
      ...config,
      webhooks: { endpoints: [at('shop')], allowPrivate: true },
    })
    expect(JSON.parse((await place.run(['events', 'report'])).out)).toMatchObject({
      endpoints: [
        { endpoint: 'old', configured: false, waiting: 1 },
        { endpoint: 'shop', configured: true, waiting: 1 },
      ],
    })
    const list = async (...flags: readonly string[]) =>
      jsonLines((await place.run(['events', 'list', '--state', 'waiting', ...flags])).out)
    expect(await list('--endpoint', 'old')).toMatchObject([{ endpoint: 'old', type: 'user.created' }])
    expect(await place.run(['events', 'drop'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('--endpoint') as unknown,
    })
    expect(await place.run(['events', 'drop', '--endpoint', 'old'])).toMatchObject({
      code: 0,
      out: '{"dropped":1}\n',
    })
    expect(await list()).toMatchObject([{ endpoint: 'shop' }])
  })
})
