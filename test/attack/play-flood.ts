import { setTimeout as pause } from 'node:timers/promises'
import type { Arena, Attack } from './arena.ts'
import { countAttempts } from './database.ts'
import { below, duration, noted, type Figure } from './figure.ts'
import type { FloodPlan, FloodReport } from './flooder.ts'
import { startHelper, type Helper } from './helper.ts'
import { p95, signInOften, told, type Coming } from './owner.ts'
import { createOwners } from './users.ts'
import { openVictim, withVictim } from './victim.ts'

type Flood = Pick<FloodPlan, 'connections' | 'from'> & {
  /** How an owner comes who is promised something; all other ways are only noted. */
  readonly promised: readonly Way[]
  readonly noted: readonly Way[]
}

/** How an owner comes: from a network where they have signed in before, from another one each time, or with a device token. */
type Way = 'from a known network' | 'from a new network' | 'with a device token' | 'without one'

const floods: Readonly<Record<string, Flood>> = {
  '300 connections of one network': {
    connections: 300,
    from: 'one-network',
    promised: ['from a known network', 'from a new network'],
    noted: [],
  },
  '5,000 connections of one network': {
    connections: 5000,
    from: 'one-network',
    promised: ['from a known network', 'from a new network'],
    noted: [],
  },
  '5,000 connections of 5,000 networks': {
    connections: 5000,
    from: 'many-networks',
    promised: ['from a known network', 'with a device token'],
    noted: ['from a new network'],
  },
  '5,000 connections, no address known': {
    connections: 5000,
    from: 'unknown',
    promised: ['with a device token'],
    noted: ['without one'],
  },
}

/** In ms: how long an owner may wait, 95 times of a hundred. */
const longestWait = 3000
/** In MB: nothing is promised for so many connections, but they must not take what a small machine has. */
const mostMemoryMb = 700

const home = '203.0.113.5'

const comingBy = (way: Way, deviceToken: string): Coming => {
  switch (way) {
    case 'from a known network':
      return { addressOf: () => home }
    case 'from a new network':
      return { addressOf: (round) => `203.0.113.${100 + round}` }
    case 'with a device token':
      return { addressOf: (round) => `198.18.0.${1 + round}`, deviceToken }
    case 'without one':
      return { addressOf: () => undefined }
  }
}

/** So many connections that sign in wrongly without a rest, while an owner signs in from elsewhere. */
export const hashingFlood: Attack = {
  name: 'flood',
  play: async (arena) => {
    const figures: Figure[] = []
    for (const [name, flood] of Object.entries(floods)) {
      console.error(`  ${name}`)
      figures.push(...(await playFlood(name, flood, arena)))
    }
    return figures
  },
}

const playFlood = async (
  name: string,
  { connections, from, promised, noted: others }: Flood,
  { newDatabase, isShort }: Arena,
): Promise<readonly Figure[]> => {
  const changes = from === 'unknown' ? { clientAddress: undefined } : {}
  return withVictim(openVictim(await newDatabase(), changes), async (victim) => {
    const { port } = victim
    const [owner] = await createOwners(victim, 'owner', 1)
    if (owner === undefined) throw new Error('nobody is there')
    const [before] = await signInOften(port, owner, 1, { addressOf: () => home })
    const deviceToken = String(before?.headers['x-keepsake-device-token'] ?? '')
    const tries = isShort ? 10 : 20
    await victim.watch()
    const plan: FloodPlan = { port, connections, from }
    const flooder = startHelper('flooder.ts', plan)
    try {
      await pause(500)
      const first = await signInOften(port, owner, 1, { addressOf: () => home })
      await untilAllAreIn(flooder, connections)
      const figures: Figure[] = []
      for (const way of promised) {
        const answers = await signInOften(port, owner, tries, comingBy(way, deviceToken))
        figures.push(below(`${name}: the owner’s sign-in ${way}, p95`, p95(answers), longestWait, 'ms'))
      }
      for (const way of others) {
        const answers = await signInOften(port, owner, tries, comingBy(way, deviceToken))
        figures.push(noted(`${name}: the owner’s sign-ins ${way}`, told(answers)))
      }
      const report = await flooder.report()
      const { peakMb, stallMs } = await victim.seen()
      const fault = victim.fault()
      if (fault !== undefined) throw new Error(`${name}: serve ${fault}`)
      const { rows, made } = await countAttempts(victim.databaseUrl)
      return [
        ...figures,
        below(`${name}: memory at its peak`, peakMb, mostMemoryMb, 'MB'),
        noted(`${name}: a sign-in while they connect`, told(first)),
        noted(`${name}: answers by status`, said(report as FloodReport)),
        noted(`${name}: rows of attempts, and attempts in them`, `${rows}, ${made}`),
        noted(`${name}: longest stall`, duration(stallMs)),
      ]
    } finally {
      await flooder.stop()
    }
  })
}

/** In ms: so long the flood may take to be there. */
const connecting = 60_000

/** As many were answered as there are connections: each asks again only then. */
const untilAllAreIn = async (flooder: Helper, connections: number): Promise<void> => {
  for (const until = performance.now() + connecting; performance.now() < until; await pause(500)) {
    const counts = Object.values((await flooder.report()) as FloodReport)
    if (counts.reduce((sum, count) => sum + count, 0) >= connections) return
  }
}

/** Statuses as an answer tells them; 0 where the connection ended without one. */
const said = (counts: FloodReport): string =>
  Object.entries(counts)
    .map(([status, count]) => `${status === '0' ? 'none' : status}: ${count}`)
    .join(', ')
