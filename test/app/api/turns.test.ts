import { setImmediate as tick } from 'node:timers/promises'
import { turnsOf } from '@keepsake/app/kit'
import { describe, expect, test } from 'vitest'
import { openSubject, storages, valueOf, type Subject } from '../../builders/keepsake.ts'

const { open } = storages[0]!
const password = 'correct horse battery'
const home = '192.0.2.1'

type Arrival = Parameters<ReturnType<typeof turnsOf>['take']>[0]
type Watched = Subject & {
  /** Writes down when a caller has a turn, and answers how to end its request. */
  readonly come: (name: string, arrival: Arrival) => Promise<() => void>
  readonly had: string[]
}

const openWatched = async (users: readonly string[] = ['bob']): Promise<Watched> => {
  const subject = await openSubject(open)
  await valueOf(
    subject.keepsake.users.create({
      list: users.map((username) => ({ username, password: `${password} of ${username}` })),
    }),
  )
  const turns = turnsOf(subject.keepsake)
  const had: string[] = []
  const come: Watched['come'] = async (name, arrival) => {
    const end = await turns.take(arrival)
    had.push(name)
    return end
  }
  return { ...subject, come, had }
}

/** Signs a user in, and answers the token of the device. */
const tokenOf = async ({ keepsake }: Subject, username: string, ip?: string): Promise<string> => {
  const given = {
    login: username,
    password: `${password} of ${username}`,
    ...(ip === undefined ? {} : { ip }),
  }
  const answer = await valueOf(keepsake.signIn(given))
  return 'deviceToken' in answer ? answer.deviceToken.reveal() : ''
}

/** A thousand callers, each from a network of its own, who have asked three times before and ask twice more. */
const flood = async ({ come, had }: Watched): Promise<void> => {
  const networks = Array.from({ length: 1000 }, (_, at) => `10.0.${at >> 8}.${at & 255}`)
  const askAll = (): void => networks.forEach((ip) => void come('flood', { ip }))
  for (let wave = 1; wave <= 3; wave += 1) {
    askAll()
    while (had.length < wave * networks.length) await tick()
  }
  askAll()
  askAll()
  had.length = 0
}

/** How many had their turn before this caller. */
const placeOf = async (name: string, { had }: Watched): Promise<number> => {
  for (let round = 0; round < 200 && !had.includes(name); round += 1) await tick()
  return had.includes(name) ? had.indexOf(name) : Number.POSITIVE_INFINITY
}

describe('beside a thousand networks, the first turns are for', () => {
  test('a caller with a device token, from any network and from none', async () => {
    const watched = await openWatched()
    const deviceToken = await tokenOf(watched, 'bob')
    await flood(watched)
    // Has asked as often as the flood, so only the token tells it from the flood.
    const end = await watched.come('first', { ip: '10.0.0.1', deviceToken })
    end()
    void watched.come('owner', { ip: '10.0.0.1', deviceToken })
    expect(await placeOf('owner', watched)).toBeLessThan(5)
    void watched.come('unknown', { deviceToken })
    expect(await placeOf('unknown', watched)).toBeLessThan(20)
  })

  test('a caller from a network that a user has signed in from, also one of IPv6', async () => {
    const watched = await openWatched()
    await tokenOf(watched, 'bob', home)
    await tokenOf(watched, 'bob', '2001:db8:1:2::7')
    await flood(watched)
    for (let round = 0; round < 12; round += 1) {
      for (const ip of [home, '2001:db8:1:2:ffff::1']) {
        const before = watched.had.length
        const end = await watched.come(`${ip} ${round}`, { ip })
        expect(watched.had.length - before).toBeLessThan(6)
        end()
      }
    }
  })

  test('a caller from a network that has not asked lately', async () => {
    const watched = await openWatched()
    await flood(watched)
    for (const ip of ['203.0.113.1', '203.0.113.2', '2001:db8:9:9::1', '203.0.113.1']) {
      const before = watched.had.length
      await watched.come(ip, { ip })
      expect(watched.had.length - before).toBeLessThan(6)
    }
  })
})

describe('nobody buys a turn with', () => {
  const forgeries: Readonly<Record<string, (token: string) => string>> = {
    'a token with another user in it': (token) =>
      [Buffer.from('somebody').toString('base64url'), ...token.split('.').slice(1)].join('.'),
    'a token without its end': (token) => token.slice(0, -1),
    'a token with one letter changed': (token) => token.replace(/.$/u, (last) => (last === 'A' ? 'B' : 'A')),
    'a token with a part more': (token) => `${token}.x`,
    'a text of 15 KB': () => 'x'.repeat(15_000),
    'dots alone': () => '.'.repeat(15_000),
    'a token after 15 KB': (token) => `${'x'.repeat(15_000)}${token}`,
    'an empty text': () => '',
  }

  test('what is no token of ours', async () => {
    const watched = await openWatched()
    const token = await tokenOf(watched, 'bob')
    await flood(watched)
    for (const [name, forge] of Object.entries(forgeries))
      void watched.come(name, { ip: '10.0.0.1', deviceToken: forge(token) })
    void watched.come('owner', { ip: '10.0.0.2', deviceToken: token })
    expect(await placeOf('owner', watched)).toBeLessThan(5)
    for (let round = 0; round < 50; round += 1) await tick()
    expect(new Set(watched.had)).toEqual(new Set(['owner', 'flood']))
  })

  test('a token of 91 days ago, or of a day to come', async () => {
    const watched = await openWatched()
    const day = 86_400_000
    watched.clock.set(watched.clock.now() + 91 * day)
    const future = await tokenOf(watched, 'bob')
    watched.clock.set(watched.clock.now() - 91 * day)
    const past = await tokenOf(watched, 'bob')
    await flood(watched)
    void watched.come('future', { ip: '10.0.0.1', deviceToken: future })
    watched.clock.set(watched.clock.now() + 91 * day)
    void watched.come('past', { ip: '10.0.0.2', deviceToken: past })
    for (let round = 0; round < 50; round += 1) await tick()
    expect(watched.had).not.toContain('past')
    watched.clock.set(watched.clock.now() - 91 * day)
    expect(watched.had).not.toContain('future')
  })

  test('many tokens of one account, or one token many times, more than one turn at a time', async () => {
    const watched = await openWatched(['thief', 'bob'])
    const tokens = [await tokenOf(watched, 'thief'), await tokenOf(watched, 'thief')]
    const own = await tokenOf(watched, 'bob')
    await flood(watched)
    const first = await watched.come('thief', { ip: '10.0.0.1', deviceToken: tokens[0] })
    for (let time = 0; time < 500; time += 1)
      void watched.come('thief', { ip: '10.0.0.1', deviceToken: tokens[time % 2] })
    void watched.come('owner', { ip: '10.0.0.2', deviceToken: own })
    expect(await placeOf('owner', watched)).toBeLessThan(6)
    for (let round = 0; round < 100; round += 1) await tick()
    expect(watched.had.filter((name) => name === 'thief')).toHaveLength(1)
    // Answered: the account has its next turn.
    first()
    void watched.come('thief again', { ip: '10.0.0.3', deviceToken: tokens[0] })
    expect(await placeOf('thief again', watched)).toBeLessThan(Number.POSITIVE_INFINITY)
  })

  test('one account, turns for a thousand networks', async () => {
    const watched = await openWatched(['thief'])
    for (let at = 0; at < 12; at += 1) await tokenOf(watched, 'thief', `10.0.0.${at}`)
    await flood(watched)
    const ends: string[] = []
    for (let at = 0; at < 12; at += 1) void watched.come(`10.0.0.${at}`, { ip: `10.0.0.${at}` })
    for (let round = 0; round < 100; round += 1) await tick()
    ends.push(...watched.had.filter((name) => name !== 'flood'))
    expect(ends.toSorted()).toEqual(['10.0.0.10', '10.0.0.11', '10.0.0.8', '10.0.0.9'])
  })

  test('thousands of addresses in one IPv6 network of 64 bits', async () => {
    const watched = await openWatched()
    for (let at = 0; at < 3000; at += 1)
      void watched.come('flood', { ip: `2001:db8:1:1::${at.toString(16)}` })
    void watched.come('owner', { ip: '2001:db8:1:2::1' })
    expect(await placeOf('owner', watched)).toBeLessThan(5)
  })
})

test('before the pool’s key is open, a token is any other text, and nobody is refused', async () => {
  const subject = await openSubject(open)
  const turns = turnsOf(subject.keepsake)
  const end = await turns.take({ ip: home, deviceToken: 'a.b.c.d.e' })
  end()
})
