import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { isDamaged, userPoolId, type LedgerRow, type Move, type PoolStorage } from '@keepsake/domain'
import { aChunk, aMove, aPosition } from '../../builders/users.ts'
import { startChild } from './child-process.ts'
import { openByUrl } from './open-by-url.ts'

/** Few enough that a process is killed within, and between, many chunks. */
const [chunks, rowsEach] = [120, 10]

/** How many processes share a move. */
const workers = 2

/** What has come of a series of kills. */
export type MoveKillReport = {
  readonly kills: number
  readonly moves: number
  readonly rows: number
  /** Chunks that a process has begun again, since another one had died or was late. */
  readonly again: number
  /** Chunks that were late: another process had them done meanwhile. */
  readonly lost: number
}

/**
 * Kills processes that do the chunks of moves, two at a time, at random moments. Fails if a row is lost or is there twice,
 * if a chunk is acknowledged and not done, or if the ledger and the users differ.
 */
export const killMoves = async (url: string, kills: number): Promise<MoveKillReport> => {
  const storage = await openByUrl(url)
  const pool = storage.inPool(userPoolId('pool-one'))
  const total = { kills: 0, moves: 0, rows: 0, again: 0, lost: 0 }
  try {
    while (total.kills < kills) {
      const move = await openMove(pool, (total.moves += 1))
      const said: Said = { acknowledged: new Set(), lost: 0 }
      const mayKill = (): boolean => {
        if (total.kills >= kills) return false
        total.kills += 1
        return true
      }
      await Promise.all(Array.from({ length: workers }, () => workAndKill(url, move, said, mayKill)))
      total.rows += chunks * rowsEach
      total.again += await checkMove(pool, move, said)
      total.lost += said.lost
      assert.equal((await pool.users.count({}))._unsafeUnwrap(), total.rows, 'users whom no row brought')
    }
  } finally {
    await storage.close()
  }
  return total
}

const openMove = async ({ moves }: PoolStorage, number: number): Promise<Move> => {
  const move = aMove({ number, source: `source ${number}` })
  ;(await moves.open(move))._unsafeUnwrap()
  const waiting = Array.from({ length: chunks }, (_, no) =>
    aChunk(move.id, no, {
      work: { kind: 'rows', from: aPosition(no * rowsEach), first: no * rowsEach, rows: rowsEach },
    }),
  )
  ;(await moves.addChunks(waiting))._unsafeUnwrap()
  ;(await moves.change(0, { ...move, state: 'running', version: 1 }))._unsafeUnwrap()
  return move
}

/** What the processes have said before they died. */
type Said = { readonly acknowledged: Set<number>; lost: number }

/** Starts processes one after another, and kills them, until one finds nothing left to do. */
const workAndKill = async (
  url: string,
  { id, source }: Move,
  said: Said,
  mayKill: () => boolean,
): Promise<void> => {
  for (;;) {
    const child = startChild('move-child.ts', url, id, source)
    const closed = once(child, 'close')
    const heard: Buffer[] = []
    const hasWorked = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        heard.push(chunk)
        if (chunk.includes('done')) resolve()
      })
    })
    await Promise.race([hasWorked, closed])
    if (child.exitCode === null && mayKill()) {
      await Promise.race([pause(randomInt(150)), closed])
      child.kill('SIGKILL')
    }
    await closed
    hear(Buffer.concat(heard).toString(), said)
    if (child.exitCode === 0) return
    assert.equal(child.signalCode, 'SIGKILL', 'a process gave up by itself')
  }
}

/** Only whole lines count. */
const hear = (text: string, said: Said): void => {
  for (const line of text.split('\n').slice(0, -1)) {
    const [chunk = '', end] = line.split(' ')
    if (end === 'done') said.acknowledged.add(Number(chunk))
    if (end === 'lost') said.lost += 1
  }
}

/** Answers how many chunks were begun more than once. */
const checkMove = async (pool: PoolStorage, { id, source }: Move, said: Said): Promise<number> => {
  const done = (await pool.moves.listChunks({ move: id, limit: 9999 }))._unsafeUnwrap()
  for (const chunk of done) {
    assert.equal(chunk.state, 'done')
    assert.deepEqual(chunk.counts, { created: rowsEach })
    assert.equal(chunk.holder, undefined)
  }
  for (const no of said.acknowledged) assert.equal(done[no]?.state, 'done', 'what was acknowledged is lost')
  const rows = await allRows(pool, source)
  const numbers = rows.map(({ key }) => Number(key)).toSorted((one, other) => one - other)
  assert.deepEqual(
    numbers,
    Array.from({ length: chunks * rowsEach }, (_, row) => row),
    'a row is lost, or there twice',
  )
  const users = rows.flatMap(({ userId }) => userId ?? [])
  assert.equal(new Set(users).size, rows.length)
  assert.equal((await pool.users.findByIds(users))._unsafeUnwrap().length, rows.length)
  return done.filter(({ attempt }) => attempt > 1).length
}

const allRows = async ({ moves }: PoolStorage, source: string): Promise<readonly LedgerRow[]> => {
  const rows = (await moves.listRows({ source, limit: chunks * rowsEach + 1 }))._unsafeUnwrap()
  return rows.filter((row): row is LedgerRow => !isDamaged(row))
}
