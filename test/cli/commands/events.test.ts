import { setTimeout as pause } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { openReceiver } from '../../adapters/notify/webhook/receiver.ts'
import { jsonLines, workplace, type Workplace } from '../keepsake.ts'

const whsec = `whsec_${Buffer.alloc(32, 1).toString('base64')}`

const webhooksTo = (port: number): object => ({
  webhooks: {
    endpoints: [{ url: `http://127.0.0.1:${port}/hook`, secrets: [whsec] }],
    allowPrivate: true,
  },
})

const importUsers = async (place: Workplace): Promise<void> => {
  place.write('users.json', { list: [{ username: 'ann' }, { username: 'bob' }] })
  expect(await place.run(['import', 'users', 'users.json'])).toMatchObject({ code: 0 })
}

const reportOf = async (place: Workplace): Promise<unknown> =>
  JSON.parse((await place.run(['events', 'report'])).out)

const untilSent = async (place: Workplace, sent: number): Promise<void> => {
  for (let tries = 0; tries < 100; tries += 1) {
    if (((await reportOf(place)) as { readonly sent: number }).sent === sent) return
    await pause(50)
  }
  expect(await reportOf(place)).toMatchObject({ sent })
}

describe('keepsake events', () => {
  it.each([[['notices', 'relay']], [['serve']]])(
    'of an import by one command are told by another: %j',
    async (command) => {
      const receiver = await openReceiver()
      const place = workplace(webhooksTo(receiver.port))
      await importUsers(place)
      expect(await reportOf(place)).toMatchObject({ waiting: 2, sent: 0, dead: 0 })
      const { out, error, stop, ended } = place.start(command)
      await untilSent(place, 2)
      stop()
      expect(await ended).toBe(0)
      expect(error()).toBe('')
      if (command[0] === 'notices')
        expect(jsonLines(out())).toEqual([
          {
            of: 'events',
            endpoint: expect.stringMatching(/^127\.0\.0\.1-/u),
            sent: 2,
            postponed: 0,
            dead: 0,
          },
        ])
      const told = receiver
        .received()
        .map(({ body, headers }) => new Webhook(whsec).verify(body, headers as Record<string, string>))
      expect(told).toMatchObject([{ type: 'user.created' }, { type: 'user.created' }])
    },
  )

  it('are listed by state, and dead ones are redriven', async () => {
    const place = workplace(webhooksTo(9))
    await importUsers(place)
    expect(jsonLines((await place.run(['events', 'list', '--state', 'waiting'])).out)).toEqual([
      listedEvent,
      listedEvent,
    ])
    expect(await place.run(['events', 'list'])).toMatchObject({ code: 0, out: '' })
    expect(JSON.parse((await place.run(['events', 'redrive'])).out)).toEqual({ redriven: 0 })
  })

  it('are not written where nobody is configured who would be told', async () => {
    const place = workplace()
    await importUsers(place)
    expect(await reportOf(place)).toEqual({ waiting: 0, sent: 0, dead: 0, endpoints: [], failures: [] })
  })
})

const moment: unknown = expect.stringMatching(/^20\d\d-/u)
const listedEvent = {
  id: expect.any(String) as unknown,
  userId: expect.any(String) as unknown,
  type: 'user.created',
  state: 'waiting',
  attempts: 0,
  createdAt: moment,
  dueAt: moment,
}
