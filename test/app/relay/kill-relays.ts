import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { userId, userPoolId, type DomainEvent, type Notice, type PoolStorage } from '@keepsake/domain'
import { startChild } from '../../adapters/storage/child-process.ts'
import { openByUrl } from '../../adapters/storage/open-by-url.ts'
import { newId } from '../../builders/users.ts'

const poolId = userPoolId('pool-one')

/** They share the work, and whatever one of them was at when it was killed falls to another. */
const relays = 2

/** What has come of a series of kills, of notices and events. `repeats`: what was given to the provider again, under its key. */
export type RelayReport = {
  readonly items: number
  readonly kills: number
  readonly sent: number
  readonly dead: number
  readonly repeats: number
}

const recipientOf = (index: number): string => {
  if (index % 100 === 1) return `user-${index}@refused.example.com`
  return index % 500 === 2 ? `user-${index}@never.example.com` : `user-${index}@example.com`
}

/**
 * Kills relays at random moments until no notice and no event waits, and fails where one is lost, or told to be something
 * that it is not: each is sent, and was given to the provider, or is dead for a reason.
 */
export const killRelays = async (
  url: string,
  { items, directory }: { readonly items: number; readonly directory: string },
): Promise<RelayReport> => {
  const storage = (await openByUrl(url))._unsafeUnwrap()
  try {
    const pool = storage.inPool(poolId)
    const began = Date.now()
    const written = await writeItems(pool, items, began)
    const file = join(directory, 'taken.txt')
    writeFileSync(file, '')
    const kills = await relayAndKill(url, file, began, pool)
    return { ...(await checkAll(pool, written, file)), kills }
  } finally {
    await storage.close()
  }
}

/** Writes as many notices as events, and answers who is to get which. */
const writeItems = async (
  pool: PoolStorage,
  count: number,
  createdAt: number,
): Promise<ReadonlyMap<string, string>> => {
  const recipients = Array.from({ length: count / 2 }, (_, index) => recipientOf(index))
  const notices = recipients.map((to): Notice => ({
    id: newId(),
    userId: userId(newId()),
    kind: 'account-created',
    channel: 'email',
    to,
    createdAt,
    url: 'https://login.example.com/',
  }))
  const events = recipients.map((to): DomainEvent => ({
    id: newId(),
    userId: userId(to),
    type: 'user.created',
    pool: poolId,
    createdAt,
  }))
  for (let start = 0; start < count / 2; start += 1000) {
    ;(await pool.outbox.addAll(notices.slice(start, start + 1000)))._unsafeUnwrap()
    ;(await pool.events.addAll(events.slice(start, start + 1000)))._unsafeUnwrap()
  }
  return new Map([
    ...notices.map(({ id, to }) => [id, to] as const),
    ...events.map((event) => [event.id, event.userId] as const),
  ])
}

/** How many items of both outboxes wait, and were sent. */
const summaryOf = async (pool: PoolStorage): Promise<{ readonly waiting: number; readonly sent: number }> => {
  const [notices, events] = [await pool.outbox.summary(), await pool.events.summary()].map((each) =>
    each._unsafeUnwrap(),
  )
  return {
    waiting: (notices?.waiting ?? 0) + (events?.waiting ?? 0),
    sent: (notices?.sent ?? 0) + (events?.sent ?? 0),
  }
}

const relayAndKill = async (url: string, file: string, began: number, pool: PoolStorage): Promise<number> => {
  let kills = 0
  const done = new AbortController()
  const keepKilling = async (): Promise<void> => {
    while (!done.signal.aborted) {
      const child = startChild(join(import.meta.dirname, 'relay-child.ts'), url, file, String(began))
      const closed = once(child, 'close')
      await Promise.race([once(child.stdout, 'data'), closed])
      await Promise.race([pause(randomInt(2000)), closed])
      assert.equal(child.exitCode, null, 'a relay gave up by itself')
      child.kill('SIGKILL')
      await closed
      kills += 1
    }
  }
  const killing = Promise.all(Array.from({ length: relays }, keepKilling))
  while ((await summaryOf(pool)).waiting > 0) await Promise.race([pause(200), killing])
  done.abort()
  await killing
  return kills
}

const checkAll = async (
  pool: PoolStorage,
  written: ReadonlyMap<string, string>,
  file: string,
): Promise<Omit<RelayReport, 'kills'>> => {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  const taken = new Set(lines)
  const query = { state: 'dead', limit: written.size } as const
  const dead = [
    ...(await pool.outbox.list(query))._unsafeUnwrap(),
    ...(await pool.events.list(query))._unsafeUnwrap(),
  ]
  const deadIds = new Set(dead.map(({ item }) => item.id))
  for (const [id, to] of written) {
    const isSendable = to.endsWith('@example.com')
    // One whose last attempt lost the provider's answer is dead, and was taken all the same.
    if (isSendable) assert.ok(taken.has(`${id} ${to}`), 'one is lost')
    else assert.ok(deadIds.has(id), 'one that can never arrive is called sent')
  }
  for (const line of taken) assert.equal(written.get(line.split(' ')[0] ?? ''), line.split(' ')[1])
  const { sent } = await summaryOf(pool)
  assert.equal(sent + dead.length, written.size)
  return { items: written.size, sent, dead: dead.length, repeats: lines.length - taken.size }
}
