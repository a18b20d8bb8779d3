import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  mostAttempts,
  userId,
  userPoolId,
  type Notice,
  type OutboxSummary,
  type PoolStorage,
  type PostedNotice,
} from '@keepsake/domain'
import { startChild } from '../../adapters/storage/child-process.ts'
import { openByUrl } from '../../adapters/storage/open-by-url.ts'
import { newId } from '../../builders/users.ts'
import { newClockPusher, type ClockPusher } from './pushed-clock.ts'
import {
  isNever,
  isRefused,
  isUnwanted,
  openRoughMailServer,
  type Mishap,
  type RoughMailServer,
  type TakenMail,
} from './rough-mail-server.ts'

/** They share the work, and whatever one of them was at when it was killed falls to another. */
const relays = 2

export type KillRelaysOptions = {
  readonly notices: number
  /** How long a relay lives at most once it is ready, in ms. */
  readonly lifetime: number
}

/** What has come of a series of kills. `repeats`: what the mail server took again, under its key. */
export type RelayReport = {
  readonly notices: number
  readonly kills: number
  readonly sent: number
  readonly dead: number
  readonly repeats: number
  readonly mishaps: Readonly<Record<Mishap, number>>
}

const recipientOf = (index: number): string => {
  if (index % 100 === 1) return `user-${index}@refused.example.com`
  if (index % 100 === 3) return `user-${index}@unwanted.example.com`
  return index % 500 === 2 ? `user-${index}@never.example.com` : `user-${index}@example.com`
}

/**
 * Lets relays send through a rough mail server, kills them at random moments until no notice waits, and fails where one is
 * lost, or told to be something that it is not: each is sent, and was taken, or is dead for the right reason.
 */
export const killRelays = async (
  url: string,
  { notices, lifetime }: KillRelaysOptions,
): Promise<RelayReport> => {
  const storage = (await openByUrl(url))._unsafeUnwrap()
  const server = await openRoughMailServer()
  try {
    const pool = storage.inPool(userPoolId('pool-one'))
    const written = await writeNotices(pool, notices)
    const kills = await relayAndKill([url, server.url], lifetime, pool)
    return { ...(await checkAll(pool, written, server)), kills, mishaps: server.mishaps }
  } finally {
    await server.close()
    await storage.close()
  }
}

const writeNotices = async (pool: PoolStorage, count: number): Promise<ReadonlyMap<string, string>> => {
  const createdAt = Date.now()
  const all = Array.from({ length: count }, (_, index): Notice => ({
    id: newId(),
    userId: userId(newId()),
    kind: 'account-created',
    channel: 'email',
    to: recipientOf(index),
    createdAt,
    url: 'https://login.example.com/',
  }))
  for (let start = 0; start < count; start += 1000)
    (await pool.outbox.addAll(all.slice(start, start + 1000)))._unsafeUnwrap()
  return new Map(all.map(({ id, to }) => [id, to]))
}

const summaryOf = async (pool: PoolStorage): Promise<OutboxSummary> =>
  (await pool.outbox.summary())._unsafeUnwrap()

const relayAndKill = async (
  args: readonly string[],
  lifetime: number,
  pool: PoolStorage,
): Promise<number> => {
  const clocks = newClockPusher()
  const done = new AbortController()
  let kills = 0
  const keepKilling = async (): Promise<void> => {
    while (!done.signal.aborted) {
      const child = startChild(join(import.meta.dirname, 'relay-child.ts'), ...args)
      clocks.meet(child.stdin)
      const closed = once(child, 'close')
      await Promise.race([once(child.stdout, 'data'), closed])
      await Promise.race([pause(randomInt(lifetime)), closed])
      assert.equal(child.exitCode, null, 'a relay gave up by itself')
      child.kill('SIGKILL')
      await closed
      kills += 1
    }
  }
  const killing = Promise.all(Array.from({ length: relays }, keepKilling))
  await Promise.race([pushUntilNoneWaits(pool, clocks), killing])
  done.abort()
  await killing
  return kills
}

/** Where nothing has come of a second, what is left waits for its next attempt or for the lease of a relay that was killed. */
const pushUntilNoneWaits = async (pool: PoolStorage, clocks: ClockPusher): Promise<void> => {
  let before = Number.NaN
  for (let { waiting } = await summaryOf(pool); waiting > 0; { waiting } = await summaryOf(pool)) {
    if (waiting === before) clocks.push(longestWait)
    before = waiting
    await pause(1000)
  }
}

/** Between two attempts, in ms. */
const longestWait = 4 * 60 * 60_000

const checkAll = async (
  pool: PoolStorage,
  written: ReadonlyMap<string, string>,
  { taken }: RoughMailServer,
): Promise<Omit<RelayReport, 'kills' | 'mishaps'>> => {
  const dead = (await pool.outbox.list({ state: 'dead', limit: written.size }))._unsafeUnwrap()
  const ids = checkTaken(written, taken)
  const diedOf = new Map(dead.map((posted) => [posted.notice.id, posted]))
  for (const [id, to] of written) checkOne(to, ids.has(id), diedOf.get(id))
  const { sent } = await summaryOf(pool)
  assert.equal(sent + dead.length, written.size)
  return { notices: written.size, sent, dead: dead.length, repeats: taken.length - ids.size }
}

/** Whatever was taken is one of ours, and went to whom it was for: so a repeat has the key of what it repeats. */
const checkTaken = (
  written: ReadonlyMap<string, string>,
  taken: readonly TakenMail[],
): ReadonlySet<string> => {
  for (const { id, to } of taken) assert.equal(written.get(id), to, 'a mail under a key that is not its own')
  return new Set(taken.map(({ id }) => id))
}

const checkOne = (to: string, isTaken: boolean, dead: PostedNotice | undefined): void => {
  const ending = dead?.failure
  if (isRefused(to)) return assert.equal(ending, 'recipient-refused')
  if (isUnwanted(to)) return assert.equal(ending, 'message-refused')
  if (!isNever(to)) assert.ok(isTaken, 'a notice is lost')
  // One whose last attempt lost the server's answer is dead, and was taken all the same.
  if (!isNever(to) && dead === undefined) return
  assert.equal(ending, 'sender-unavailable')
  assert.ok((dead?.attempts ?? 0) >= mostAttempts, 'one was given up too early')
}
