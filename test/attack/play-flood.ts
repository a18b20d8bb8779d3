import { setTimeout as pause } from 'node:timers/promises'
import type { Arena, Attack } from './arena.ts'
import { countAttempts } from './database.ts'
import { below, noted, type Figure } from './figure.ts'
import type { FloodPlan, FloodReport } from './flooder.ts'
import { startHelper, type Helper } from './helper.ts'
import { p95, signInOften, told } from './owner.ts'
import { createOwners } from './users.ts'
import { openVictim, withVictim } from './victim.ts'

type Flood = Pick<FloodPlan, 'connections' | 'from'> & {
  /** Whether the owner's sign-in is promised anything; `serve` is told addresses in either case, unless they are unknown. */
  readonly isPromised: boolean
}

const floods: Readonly<Record<string, Flood>> = {
  '300 connections of one network': { connections: 300, from: 'one-network', isPromised: true },
  '5,000 connections of one network': { connections: 5000, from: 'one-network', isPromised: true },
  '5,000 connections of 5,000 networks': { connections: 5000, from: 'many-networks', isPromised: false },
  '5,000 connections, no address known': { connections: 5000, from: 'unknown', isPromised: false },
}

/** In ms: how long an owner may wait, 95 times of a hundred. */
const longestWait = 3000

/** So many connections that sign in wrongly without a rest, while an owner signs in from elsewhere. */
export const hashingFlood: Attack = {
  name: 'flood',
  play: async (arena) => {
    const figures: Figure[] = []
    for (const [name, flood] of Object.entries(floods))
      if (flood.isPromised || !arena.isShort) {
        console.error(`  ${name}`)
        figures.push(...(await playFlood(name, flood, arena)))
      }
    return figures
  },
}

const playFlood = async (
  name: string,
  { connections, from, isPromised }: Flood,
  { newDatabase, isShort }: Arena,
): Promise<readonly Figure[]> => {
  const changes = from === 'unknown' ? { clientAddress: undefined } : {}
  return withVictim(openVictim(await newDatabase(), changes), async (victim) => {
    const [owner] = await createOwners(victim, 'owner', 1)
    if (owner === undefined) throw new Error('nobody is there')
    await signInOften(victim.port, owner, 1, () => '203.0.113.5')
    const tries = isShort ? 10 : 20
    await victim.watch()
    const plan: FloodPlan = { port: victim.port, connections, from }
    const flooder = startHelper('flooder.ts', plan)
    try {
      await pause(500)
      const first = await signInOften(victim.port, owner, 1, () => '203.0.113.5')
      await untilAllAreIn(flooder, connections)
      const known = await signInOften(victim.port, owner, tries, () => '203.0.113.5')
      const fresh = await signInOften(victim.port, owner, tries, (round) => `203.0.113.${100 + round}`)
      const report = await flooder.report()
      const { peakMb, stallMs } = await victim.seen()
      const fault = victim.fault()
      if (fault !== undefined) throw new Error(`${name}: serve ${fault}`)
      const { rows, made } = await countAttempts(victim.databaseUrl)
      return [
        ...(isPromised
          ? [
              below(`${name}: the owner’s sign-in from a known network, p95`, p95(known), longestWait, 'ms'),
              below(`${name}: from a new network, p95`, p95(fresh), longestWait, 'ms'),
            ]
          : [
              noted(`${name}: the owner’s sign-ins from a known network`, told(known)),
              noted(`${name}: from new networks`, told(fresh)),
            ]),
        noted(`${name}: a sign-in while they connect`, told(first)),
        noted(`${name}: answers by status`, said(report as FloodReport)),
        noted(`${name}: rows of attempts, and attempts in them`, `${rows}, ${made}`),
        noted(
          `${name}: memory at its peak, longest stall`,
          `${Math.round(peakMb)} MB, ${Math.round(stallMs)} ms`,
        ),
      ]
    } finally {
      await flooder.stop()
    }
  })
}

/** In ms: so long the flood may take to be there. */
const connecting = 120_000

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
