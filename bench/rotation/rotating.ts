/** A process that fills a database with users who have an authenticator, or rotates the sealing key under which they rest. */
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openStandardPorts } from '@keepsake/adapters/standard'
import type { EngineName } from '../import/engines.ts'
import { openStorage } from '../import/library.ts'
import { openKeepsake } from '../open-keepsake.ts'
import { batchSize, sampleAuthenticator } from '../sample-users.ts'

const [engine, database, step, count] = process.argv.slice(2) as [EngineName, string, string, string]
const users = Number(count)
const [former, newer] = [
  { id: 'k1', key: Buffer.alloc(32, 7) },
  { id: 'k2', key: Buffer.alloc(32, 8) },
]

const storage = await openStorage(engine, database)
const keepsake = openKeepsake({
  ...(await openStandardPorts({ keys: [former, newer], current: step === 'fill' ? 'k1' : 'k2' })),
  storage,
  noticeSender: openCaptureSender(),
})

const fill = async (): Promise<void> => {
  for (let first = 0; first < users; first += batchSize) {
    const list = Array.from({ length: Math.min(batchSize, users - first) }, (_, row) => ({
      username: `user-${first + row}`,
      otp: sampleAuthenticator(first + row),
    }))
    ;(await keepsake.users.create({ list }))._unsafeUnwrap()
  }
}

/** A secret and a recovery code of each user, and the digest key. */
const rotate = async (): Promise<void> => {
  if ((await keepsake.secrets.rotate())._unsafeUnwrap().resealed !== 2 * users + 1)
    throw new Error('Something was left under the former key')
}

await (step === 'fill' ? fill() : rotate())
;(await storage.close())._unsafeUnwrap()
process.send?.({ megabytes: process.resourceUsage().maxRSS / 1000 }, () => process.disconnect())
