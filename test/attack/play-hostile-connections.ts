import { setTimeout as pause } from 'node:timers/promises'
import type { Attack } from './arena.ts'
import { ask } from './ask.ts'
import { below, duration, must, noted } from './figure.ts'
import { openHostileConnections } from './hostile-connections.ts'
import { signInOften, told } from './owner.ts'
import { createOwners, tokenOf } from './users.ts'
import { openVictim, withVictim, type Victim } from './victim.ts'

const connections = 2000
const mostMemoryMb = 400

/** Thousands of connections that send slowly, send and stop, or say nothing, while others use the server. */
export const hostileConnections: Attack = {
  name: 'connections',
  play: async ({ newDatabase, isShort }) =>
    withVictim(openVictim(await newDatabase()), async (victim) => {
      const [owner] = await createOwners(victim, 'owner', 1)
      if (owner === undefined) throw new Error('nobody is there')
      await victim.watch()
      const hostile = openHostileConnections(victim.port, victim.accessKeyId, connections)
      try {
        await pause(5000)
        const tries = isShort ? 10 : 30
        const signedIn = signInOften(victim.port, owner, tries, { addressOf: () => '203.0.113.5' })
        const batches = await writeBatches(victim, isShort ? 5 : 20)
        const answers = await signedIn
        const { peakMb, stallMs } = await victim.seen()
        return [
          below(`memory with ${connections} hostile connections, at its peak`, peakMb, mostMemoryMb, 'MB'),
          noted('connections at the end, and opened in all', `${hostile.open()}, ${hostile.opened()}`),
          noted('longest stall', duration(stallMs)),
          must(
            'sign-ins of a user meanwhile',
            told(answers),
            'all',
            answers.every(({ status }) => status === 200),
          ),
          must('management batches meanwhile', `${batches} refused`, 'none refused', batches === 0),
        ]
      } finally {
        hostile.close()
      }
    }),
}

/** Batches of a megabyte under a management token. Answers how many were not taken. */
const writeBatches = async (victim: Victim, count: number): Promise<number> => {
  const headers = { authorization: `Bearer ${await tokenOf(victim)}` }
  let refused = 0
  for (let batch = 0; batch < count; batch += 1) {
    const list = Array.from({ length: 500 }, (_, index) => ({
      username: `batch-${batch}-${index}`,
      website: `https://example.com/${'a'.repeat(1500)}`,
    }))
    const { status } = await ask(victim.port, { path: '/api/v3/create-users-batch', headers, body: { list } })
    if (status !== 200) refused += 1
    await pause(200)
  }
  return refused
}
