import { createInterface } from 'node:readline'
import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import { userId, userPoolId, type PoolStorage, type Storage, type Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { anEntry, madeAt } from '../../builders/users.ts'

// For every line "<what> <file> <key>" that comes in, tries it from several callers at once, and answers in one line what
// became of each:
// - add: bring in a user with that key: "added", "keys-taken" or "unavailable"
// - reserve: reserve one of five attempts on that key: "granted", "refused" or "unavailable"
// - step: use up a time step, the key being "<user>/<authenticator>/<step>": "accepted", "used-before" or "unavailable"
// - code: use up a recovery code, the key being "<user>/<recovery code>": as before
//
// node race-child.ts <callers>

const callers = Number(process.argv[2])
const storages = new Map<string, Storage>()

const open = async (file: string): Promise<Storage> => {
  const storage = storages.get(file) ?? (await openSqliteStorage({ file }))._unsafeUnwrap()
  storages.set(file, storage)
  return storage
}

const add = async (pool: PoolStorage, key: string): Promise<string> => {
  const own = anEntry()
  const entry = { ...own, keys: [...own.keys, { namespace: 'login', key } as const] }
  const added = await pool.users.insertAll([entry])
  return added.match(
    () => 'added',
    (error) => error.kind,
  )
}

const reserve = async (pool: PoolStorage, key: string): Promise<string> => {
  const backoff = { free: 5, firstWaitMs: 1000, longestWaitMs: 1000, forgetAfterMs: 1000 }
  const reservation = await pool.attempts.reserve('otp', key, backoff, madeAt)
  return reservation.match(
    ({ granted }) => (granted ? 'granted' : 'refused'),
    (error) => error.kind,
  )
}

const step = async (pool: PoolStorage, key: string): Promise<string> => {
  const [user = '', authenticator = '', number] = key.split('/')
  return said(pool.otps.acceptStep(userId(user), authenticator, Number(number), madeAt))
}

const code = async (pool: PoolStorage, key: string): Promise<string> => {
  const [user = '', recoveryCode = ''] = key.split('/')
  return said(pool.otps.useRecoveryCode(userId(user), recoveryCode, madeAt))
}

const said = async (answer: ResultAsync<string, Unavailable>): Promise<string> =>
  answer.match(
    (verdict) => verdict,
    ({ kind }) => kind,
  )

const attempts: Readonly<Record<string, (pool: PoolStorage, key: string) => Promise<string>>> = {
  add,
  reserve,
  step,
  code,
}

console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  const [what, file = '', key = ''] = line.split(' ')
  const attempt = attempts[what ?? ''] ?? add
  const pool = (await open(file)).inPool(userPoolId('pool-one'))
  const answers = await Promise.all(Array.from({ length: callers }, () => attempt(pool, key)))
  console.log(answers.join(' '))
}
