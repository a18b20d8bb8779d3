import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  mostAttempts,
  parseEmail,
  userId,
  userPoolId,
  type DomainEvent,
  type Notice,
  type PoolStorage,
  type OutboxEntry,
  type UserEntry,
} from '@keepsake/domain'
import { startChild } from '../../adapters/storage/child-process.ts'
import { openByUrl } from '../../adapters/storage/open-by-url.ts'
import { anEntry, newId } from '../../builders/users.ts'
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

const poolId = userPoolId('pool-one')

/** They share the work, and whatever one of them was at when it was killed falls to another. */
const relays = 2

export type KillRelaysOptions = {
  readonly notices: number
  /** How long a relay lives at most once it is ready, in ms. */
  readonly lifetime: number
}

/** What has come of a series of kills. `repeats`: what was taken again, under its key. */
export type RelayReport = {
  readonly notices: number
  readonly events: number
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

/** There are so many notices for an event. */
const noticesPerEvent = 5

/**
 * Lets relays send notices through a rough mail server, and events to a receiver that fails now and then, kills them at
 * random moments until nothing waits, and fails where one is lost, or told to be something that it is not: each is sent,
 * and was taken, or is dead for the right reason.
 */
export const killRelays = async (
  url: string,
  { notices, lifetime }: KillRelaysOptions,
): Promise<RelayReport> => {
  const storage = await openByUrl(url)
  const server = await openRoughMailServer()
  const directory = mkdtempSync(join(tmpdir(), 'keepsake-relays-'))
  const receiver = join(directory, 'events.txt')
  writeFileSync(receiver, '')
  try {
    const pool = storage.inPool(poolId)
    const written = await writeNotices(pool, notices)
    const events = await writeEvents(pool, Math.ceil(notices / noticesPerEvent))
    const kills = await relayAndKill([url, server.url, receiver], lifetime, pool)
    await checkEvents(pool, events, readFileSync(receiver, 'utf8').trimEnd().split('\n'))
    const report = await checkNotices(pool, written, server)
    return { ...report, events: events.size, kills, mishaps: server.mishaps }
  } finally {
    rmSync(directory, { recursive: true, force: true })
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
  for (let start = 0; start < count; start += 1000) {
    const some = all.slice(start, start + 1000)
    ;(await pool.users.insertAll(some.map(addressee)))._unsafeUnwrap()
    ;(await pool.outbox.addAll(some))._unsafeUnwrap()
  }
  return new Map(all.map(({ id, to }) => [id, to]))
}

/** The user whom a notice is for: nobody else is told anything. */
const addressee = ({ userId: id, to }: Notice): UserEntry =>
  anEntry({ id, email: parseEmail(to)._unsafeUnwrap() })

const writeEvents = async (pool: PoolStorage, count: number): Promise<ReadonlySet<string>> => {
  const createdAt = Date.now()
  const all = Array.from({ length: count }, (): DomainEvent => ({
    id: newId(),
    userId: userId(newId()),
    type: 'user.created',
    pool: poolId,
    createdAt,
  }))
  for (let start = 0; start < count; start += 1000)
    (await pool.events.addAll(all.slice(start, start + 1000)))._unsafeUnwrap()
  return new Set(all.map(({ id }) => id))
}

/** How much there is left to send of either. */
const waitingIn = async ({ outbox, events }: PoolStorage): Promise<number> =>
  (await outbox.summary())._unsafeUnwrap().waiting + (await events.summary())._unsafeUnwrap().waiting

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
  await Promise.race([pushUntilNothingWaits(pool, clocks), killing])
  done.abort()
  await killing
  return kills
}

/** Where nothing has come of a second, what is left waits for its next attempt or for the lease of a relay that was killed. */
const pushUntilNothingWaits = async (pool: PoolStorage, clocks: ClockPusher): Promise<void> => {
  let before = Number.NaN
  for (let waiting = await waitingIn(pool); waiting > 0; waiting = await waitingIn(pool)) {
    if (waiting === before) clocks.push(longestWait)
    before = waiting
    await pause(1000)
  }
}

/** Between two attempts, in ms. */
const longestWait = 4 * 60 * 60_000

/** Those who are told of events, as `relay-child.ts` names them. */
const endpoints = ['one', 'other']

/** None is lost to either: those that a receiver has refused too often would be dead, and so few cannot be. */
const checkEvents = async (
  pool: PoolStorage,
  written: ReadonlySet<string>,
  taken: readonly string[],
): Promise<void> => {
  assert.deepEqual(
    new Set(taken),
    new Set([...written].flatMap((id) => endpoints.map((endpoint) => `${id} ${endpoint}`))),
  )
  assert.equal((await pool.events.summary())._unsafeUnwrap().sent, written.size * endpoints.length)
}

const checkNotices = async (
  pool: PoolStorage,
  written: ReadonlyMap<string, string>,
  { taken }: RoughMailServer,
): Promise<Omit<RelayReport, 'kills' | 'mishaps' | 'events'>> => {
  const dead = (await pool.outbox.list({ state: 'dead', limit: written.size }))._unsafeUnwrap()
  const ids = checkTaken(written, taken)
  const diedOf = new Map(dead.map((posted) => [posted.item.id, posted]))
  for (const [id, to] of written) checkOne(to, ids.has(id), diedOf.get(id))
  const { sent } = (await pool.outbox.summary())._unsafeUnwrap()
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

const checkOne = (
  to: string,
  isTaken: boolean,
  dead: Pick<OutboxEntry<Notice>, 'failure' | 'attempts'> | undefined,
): void => {
  const ending = dead?.failure
  if (isRefused(to)) return assert.equal(ending, 'recipient-refused')
  if (isUnwanted(to)) return assert.equal(ending, 'message-refused')
  if (!isNever(to)) assert.ok(isTaken, 'a notice is lost')
  // One whose last attempt lost the server's answer is dead, and was taken all the same.
  if (!isNever(to) && dead === undefined) return
  assert.equal(ending, 'sender-unavailable')
  assert.ok((dead?.attempts ?? 0) >= mostAttempts, 'one was given up too early')
}
