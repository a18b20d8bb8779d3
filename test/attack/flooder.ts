import { setTimeout as pause } from 'node:timers/promises'
import { ask, oneConnection, signIn } from './ask.ts'

// A process of its own: so many connections that each ask for a sign-in with a wrong password, one after the other and
// without a rest, every time by another login. Its argument is a `FloodPlan`.

export type FloodPlan = {
  readonly port: number
  readonly connections: number
  /** All come from one network, each from a network of its own, or nobody says from where. */
  readonly from: 'one-network' | 'many-networks' | 'unknown'
}

/** How many requests came to which status. */
export type FloodReport = Readonly<Record<string, number>>

const { port, connections, from } = JSON.parse(process.argv[2] ?? '') as FloodPlan
const counts: Record<string, number> = {}

const addressOf = (at: number): string | undefined => {
  if (from === 'unknown') return undefined
  return from === 'one-network' ? '198.51.100.7' : `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`
}

/** As many as a server’s queue of new connections takes at once. */
const perWave = 250

const flood = async (at: number): Promise<void> => {
  await pause(Math.floor(at / perWave) * 100)
  const agent = oneConnection()
  for (let round = 0; ; round += 1) {
    const login = `nobody-${at}-${round}`
    const { status } = await ask(port, { ...signIn(login, 'a wrong guess', addressOf(at)), agent })
    counts[status] = (counts[status] ?? 0) + 1
    if (status === 0) await pause(500)
  }
}

process.on('message', () => process.send?.(counts))
process.on('disconnect', () => process.exit())
for (let at = 0; at < connections; at += 1) void flood(at)
