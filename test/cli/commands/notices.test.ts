import { readdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { jsonLines, workplace, type Workplace } from '../keepsake.ts'

const users = (names: readonly string[]): object => ({
  list: names.map((name) => ({ email: `${name}@example.com` })),
  options: { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } },
})

const withUsers = async (names: readonly string[], changes: object = {}): Promise<Workplace> => {
  const place = workplace({
    activationUrl: 'https://login.example.com/activate',
    notices: { capturedTo: './captured', service: 'Shop' },
    ...changes,
  })
  place.write('users.json', users(names))
  expect(await place.run(['import', 'users', 'users.json'])).toMatchObject({ code: 0 })
  return place
}

const reportOf = async (place: Workplace): Promise<unknown> =>
  JSON.parse((await place.run(['notices', 'report'])).out)

const untilReport = async (place: Workplace, expected: object): Promise<void> => {
  for (let tries = 0; tries < 100; tries += 1) {
    const report = await reportOf(place)
    if (Object.entries(expected).every(([key, value]) => (report as Record<string, unknown>)[key] === value))
      return
    await pause(50)
  }
  expect(await reportOf(place)).toMatchObject(expected)
}

describe('keepsake notices', () => {
  it('relays what waits until it is stopped, and counts it', async () => {
    const place = await withUsers(['ann', 'bob', 'cat'])
    const counts = { waiting: 3, sent: 0, dead: 0, oldestWaiting: expect.stringMatching(/^20\d\d-/u) }
    expect(await reportOf(place)).toEqual({
      ...counts,
      channels: [{ channel: 'email', ...counts }],
      failures: [],
    })
    const { out, error, stop, ended } = place.start(['notices', 'relay'])
    await untilReport(place, { waiting: 0, sent: 3 })
    stop()
    expect(await ended).toBe(0)
    expect(jsonLines(out())).toEqual([{ of: 'notices', channel: 'email', sent: 3, postponed: 0, dead: 0 }])
    expect(error()).toBe('')
    expect(readdirSync(place.at('captured')).length).toBeGreaterThanOrEqual(3)
    const { out: captured } = await place.run(['notices', 'captured'])
    expect(
      captured.match(/^20\S+Z account-activation, by email to (?:ann|bob|cat)@example\.com$/gmu),
    ).toHaveLength(3)
    expect(captured).toContain('https://login.example.com/activate?token=')
  })

  it('is sent by serve as well', async () => {
    const place = await withUsers(['ann'])
    const { stop, ended } = place.start(['serve'])
    await untilReport(place, { waiting: 0, sent: 1 })
    stop()
    expect(await ended).toBe(0)
  })

  it('refuses to relay where nothing could send', async () => {
    const place = await withUsers(['ann'], { notices: undefined })
    expect(await place.run(['notices', 'relay'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('Nothing is configured'),
    })
    expect(await place.run(['notices', 'captured'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('notices.capturedTo'),
    })
    expect(await reportOf(place)).toMatchObject({ waiting: 1, sent: 0 })
  })

  it('lists notices by state without their secrets, and redrives dead ones', async () => {
    const place = await withUsers(['ann', 'bob'])
    const { out } = await place.run(['notices', 'list', '--state', 'waiting'])
    expect(jsonLines(out)).toMatchObject([
      { kind: 'account-activation', channel: 'email', to: 'ann@example.com', state: 'waiting', attempts: 0 },
      { kind: 'account-activation', channel: 'email', to: 'bob@example.com', state: 'waiting', attempts: 0 },
    ])
    expect(out).not.toContain('secret')
    expect(await place.run(['notices', 'list'])).toMatchObject({ code: 0, out: '' })
    expect(JSON.parse((await place.run(['notices', 'redrive'])).out)).toEqual({ redriven: 0 })
  })
})
