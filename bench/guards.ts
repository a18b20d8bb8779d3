import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { createKeepsake, type Keepsake, type KeepsakePorts } from '@keepsake/app'
import { okAsync } from 'neverthrow'
import { everyPort, guardPorts } from '../packages/app/src/guard/guard-ports.ts'
import { compare } from './measure.ts'
import { openPorts, pool } from './open-keepsake.ts'
import { batchSize, customFields, prehashedBatch } from './sample-users.ts'
import { rateLine, type Line } from './table.ts'

/**
 * What it costs that every port is guarded: with a guard more before each, against the usual one. Storage in memory, and
 * a verifier that finds every password right, so that there is little else to be seen.
 */
export const benchGuards = async (): Promise<readonly Line[]> => [
  rateLine('guards a batch of 1,000, a guard more', await compare(10, creating(twice), creating(once))),
  rateLine('guards 1,000 sign-ins, a guard more', await compare(10, signingIn(twice), signingIn(once))),
]

type Guards = (ports: KeepsakePorts) => KeepsakePorts

const once: Guards = (ports) => ports
const twice: Guards = (ports) => guardPorts(ports, everyPort)

const open = async (guards: Guards): Promise<Keepsake> => {
  const ports = await openPorts(openMemoryStorage())
  const passwordVerifier = { ...ports.passwordVerifier, verify: () => okAsync('right' as const) }
  const settings = { pool, loginUrl: 'https://login.example.com/', customFields }
  return createKeepsake(guards({ ...ports, passwordVerifier }), settings)
}

const creating = (guards: Guards) => async (round: number) => {
  const keepsake = await open(guards)
  return { units: batchSize, run: () => create(keepsake, round) }
}

const create = async (keepsake: Keepsake, batch: number): Promise<void> => {
  const report = await keepsake.users.create(prehashedBatch(batch))
  if (report.isErr()) throw new Error('The batch was not taken', { cause: report.error })
}

const signingIn = (guards: Guards) => async (round: number) => {
  const keepsake = await open(guards)
  await create(keepsake, round)
  return { units: 1000, run: () => signIn(keepsake, round) }
}

const signIn = async (keepsake: Keepsake, batch: number): Promise<void> => {
  for (let row = 0; row < batchSize; row += 1) {
    const login = `lin.mei.${batch * batchSize + row}`
    const answer = await keepsake.signIn({ login, password: 'right', ip: '192.0.2.1' })
    if (answer.isErr()) throw new Error('Nobody is let in', { cause: answer.error })
  }
}
