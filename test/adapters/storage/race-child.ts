import { createInterface } from 'node:readline'
import { userId, userPoolId, type PoolStorage, type Storage } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { aMove, anEntry, madeAt } from '../../builders/users.ts'
import { openByUrl } from './open-by-url.ts'

// For every line "<what> <url or file> <key>" that comes in, tries it from several callers at once, and answers in one
// line what became of each:
// - open: open the storage: "opened"
// - add: bring in a user with that key: "added", "keys-taken" or "unavailable"
// - reserve: reserve one of five attempts on that key: "granted", "refused" or "unavailable"
// - step: use up a time step, the key being "<user>/<authenticator>/<step>": "accepted", "used-before" or "unavailable"
// - code: use up a recovery code, the key being "<user>/<recovery code>": as before
// - claim: claim a chunk, the key being "<move>/<number>": "claimed", "held" or "unavailable"
// - begin: begin a move whose source has others, the key being the first of their numbers: "changed", "busy" or "unavailable"
//
// node race-child.ts <callers> <number of the first caller>

const [callers = 0, first = 0] = process.argv.slice(2).map(Number)
let begun = 0
const storages = new Map<string, Storage>()

const open = async (url: string): Promise<PoolStorage> => {
  const storage = storages.get(url) ?? (await openByUrl(url))
  storages.set(url, storage)
  return storage.inPool(userPoolId('pool-one'))
}

const said = async <T, E extends { readonly kind: string }>(
  call: ResultAsync<T, E>,
  inWords: (value: T) => string,
): Promise<string> => call.match(inWords, ({ kind }) => kind)

const attempts: Readonly<Record<string, (pool: PoolStorage, key: string) => Promise<string>>> = {
  open: async () => 'opened',
  add: (pool, key) => {
    const own = anEntry()
    const entry = { ...own, keys: [...own.keys, { namespace: 'login', key } as const] }
    return said(pool.users.insertAll([entry]), () => 'added')
  },
  reserve: (pool, key) => {
    const backoff = { free: 5, firstWaitMs: 1000, longestWaitMs: 1000, forgetAfterMs: 1000 }
    return said(pool.attempts.reserve('authenticator-code', key, backoff, madeAt), ({ granted }) =>
      granted ? 'granted' : 'refused',
    )
  },
  step: (pool, key) => {
    const [user = '', authenticator = '', number] = key.split('/')
    return said(pool.secondFactors.acceptStep(userId(user), authenticator, Number(number), madeAt), String)
  },
  code: (pool, key) => {
    const [user = '', recoveryCode = ''] = key.split('/')
    return said(pool.secondFactors.useRecoveryCode(userId(user), recoveryCode, madeAt), String)
  },
  claim: (pool, key) => {
    const [move = '', no] = key.split('/')
    const holder = `${process.pid}`
    const lease = { now: madeAt, leaseUntil: madeAt + 60_000 }
    return said(pool.moves.claimChunk({ move, no: Number(no), holder, ...lease }), (chunk) =>
      chunk === undefined ? 'held' : 'claimed',
    )
  },
  begin: async (pool, key) => {
    // Each caller of a round has a move of its own.
    const number = Number(key) + first + (begun % callers)
    begun += 1
    const move = aMove({ number, source: key })
    await pool.moves.open(move)
    return said(pool.moves.change(0, { ...move, state: 'running', version: 1 }), String)
  },
}

console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  const [what = '', url = '', key = ''] = line.split(' ')
  const attempt = attempts[what]
  if (attempt === undefined) throw new Error(`nobody knows how to ${what}`)
  const pool = await open(url)
  const answers = await Promise.all(Array.from({ length: callers }, () => attempt(pool, key)))
  console.log(answers.join(' '))
}
