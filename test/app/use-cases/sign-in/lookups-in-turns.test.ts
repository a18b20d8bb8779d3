import { describe, expect, test } from 'vitest'
import { setTimeout as pause } from 'node:timers/promises'
import { fromSafePromise } from 'neverthrow'
import { openSubject, storages, valueOf, type Subject } from '../../../builders/keepsake.ts'
import { wrapStorage } from '../../../builders/wrapped-storage.ts'

const password = 'correct horse battery'
const home = '192.0.2.1'
const { open } = storages[0]!

type Crowded = Subject & {
  /** The logins that were looked up since the flood waits. */
  readonly lookedUp: string[]
  readonly deviceToken: string
  readonly end: () => void
}

/** Bob, who has signed in at home, and 200 networks that have asked before and wait with two sign-ins each. */
const openCrowded = async (): Promise<Crowded> => {
  const lookedUp: string[] = []
  const subject = await openSubject(open, {
    ports: ({ storage }) => ({
      storage: wrapStorage(storage, (stores) => ({
        ...stores,
        users: {
          ...stores.users,
          findByKey: (key) => {
            lookedUp.push(key.key)
            return fromSafePromise<void>(pause(5)).andThen(() => stores.users.findByKey(key))
          },
        },
      })),
    }),
  })
  const { keepsake } = subject
  await valueOf(keepsake.users.create({ list: [{ username: 'bob', password }] }))
  const first = await valueOf(keepsake.signIn({ login: 'bob', password, ip: home }))
  const caller = new AbortController()
  const ask = async (at: number): Promise<unknown> =>
    await keepsake.signIn({ login: `nobody-${at}`, password: 'x', ip: `10.0.0.${at}`, signal: caller.signal })
  const networks = Array.from({ length: 200 }, (_, at) => at)
  await Promise.all(networks.map(ask))
  const waiting = [...networks, ...networks].map(ask)
  lookedUp.length = 0
  return {
    ...subject,
    lookedUp,
    deviceToken: 'deviceToken' in first ? first.deviceToken.reveal() : '',
    end: () => {
      caller.abort()
      void Promise.all(waiting)
    },
  }
}

/** As many as are looked up at once, and a few turns of others. */
const soon = 16 + 8

describe('while two hundred networks wait for their logins to be looked up', () => {
  test.each([
    ['from a known network', () => ({ ip: home })],
    ['from a network that has not asked lately', () => ({ ip: '203.0.113.7' })],
    ['with a device token', (deviceToken: string) => ({ ip: '10.0.0.7', deviceToken })],
    ['with a device token and no address', (deviceToken: string) => ({ deviceToken })],
  ])('the owner is among the first, %s', async (_, comingBy) => {
    const { keepsake, lookedUp, deviceToken, end } = await openCrowded()
    const answer = await valueOf(keepsake.signIn({ login: 'bob', password, ...comingBy(deviceToken) }))
    expect(answer.verdict).toBe('signed_in')
    const place = lookedUp.findIndex((key) => key.includes('bob'))
    expect(place).toBeGreaterThanOrEqual(0)
    expect(place).toBeLessThan(soon)
    end()
  })
})
