// What a service that embeds Keepsake might write. It is compiled and run against the packed packages alone.
import { deepStrictEqual } from 'node:assert/strict'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openStandardPorts, type SealingKeys } from '@keepsake/adapters/standard'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { createKeepsake, type Keepsake, type KeepsakePorts, type SignInAnswer } from '@keepsake/app'
import type { NewUser } from '@keepsake/domain'

const keys: SealingKeys = {
  keys: [{ id: 'first', key: crypto.getRandomValues(new Uint8Array(32)) }],
  current: 'first',
}

const ports: KeepsakePorts = {
  ...(await openStandardPorts(keys)),
  storage: openMemoryStorage(),
  noticeSender: openCaptureSender(),
}

const keepsake: Keepsake = createKeepsake(ports, { pool: 'consumer' })
const user: NewUser = { email: 'somebody@example.com', password: 'a password of some length' }

const report = (await keepsake.users.create({ list: [user] }))._unsafeUnwrap()
deepStrictEqual(
  report.created.map(({ row }) => row),
  [0],
)

const attempt = { login: 'Somebody@example.com', password: 'a password of some length' }
const answer: SignInAnswer = (await keepsake.signIn(attempt))._unsafeUnwrap()
deepStrictEqual(answer.verdict, 'signed_in')
deepStrictEqual((await keepsake.signIn({ ...attempt, password: 'another' }))._unsafeUnwrap(), {
  verdict: 'wrong_credentials',
})

// @ts-expect-error The declarations must be found: were they not, anything would be accepted here.
void (() => createKeepsake(ports, { pool: 1 }))
