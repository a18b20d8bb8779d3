import { randomInt } from 'node:crypto'
import { writeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { userPoolId, type MoveChunk, type PoolStorage } from '@keepsake/domain'
import { errAsync, okAsync } from 'neverthrow'
import { anEntry } from '../../builders/users.ts'
import { ledgerRowOf, type MovedRow } from './moved-rows.ts'
import { openByUrl } from './open-by-url.ts'

// Does the chunks of a move, one after another, until none is left or it is killed. Says "<chunk>" before it begins one,
// "<chunk> done" once the storage has acknowledged it, and "<chunk> lost" if another process has claimed it meanwhile.
//
// node move-child.ts <url or file> <move> <source>

const [url = '', move = '', source = ''] = process.argv.slice(2)
const pool = (await openByUrl(url)).inPool(userPoolId('pool-one'))

/** In ms. Short, so that the chunks of a process that was killed do not hold up the test. */
const lease = 400

const claim = async ({ moves }: PoolStorage): Promise<MoveChunk | undefined> => {
  const now = Date.now()
  const claimed = await moves.claimChunk({ move, holder: `${process.pid}`, now, leaseUntil: now + lease })
  return claimed._unsafeUnwrap()
}

const isDone = async ({ moves }: PoolStorage): Promise<boolean> =>
  (await moves.listChunks({ move, limit: 9999 }))._unsafeUnwrap().every(({ state }) => state === 'done')

/** The rows of a chunk, as it says itself. */
const rowsOf = ({ work }: MoveChunk): readonly MovedRow[] => {
  if (work.kind !== 'rows') throw new Error('a chunk of this test has rows')
  return Array.from({ length: work.rows }, (_, index) => ({ source, row: work.from.row + index }))
}

const lost = { kind: 'lost' } as const

const write = async (chunk: MoveChunk): Promise<'done' | 'lost'> => {
  const brought = rowsOf(chunk).map((row) => ({ row, entry: anEntry() }))
  const written = await pool.atomically((stores) =>
    stores.users
      .insertAll(brought.map(({ entry }) => entry))
      .andThen(() =>
        stores.moves.putRows(
          brought.map(({ row, entry }) => ({
            from: undefined,
            to: ledgerRowOf(row, entry.user.id, move),
          })),
        ),
      )
      .andThen(() => stores.moves.advance(chunk, { created: brought.length }))
      .andThen((answer) => (answer === 'lost' ? errAsync(lost) : okAsync())),
  )
  if (written.isOk()) return 'done'
  // Another process has done the chunk: it was faster, or this one was late.
  if (written.error.kind === 'lost' || written.error.kind === 'ledger-overtaken') return 'lost'
  throw new Error('the storage did not write', { cause: written.error })
}

while (!(await isDone(pool))) {
  const chunk = await claim(pool)
  if (chunk === undefined) await pause(20)
  else {
    writeSync(1, `${chunk.no}\n`)
    // One in twenty is late at first: its lease runs out while it works.
    if (chunk.no % 20 === 7 && chunk.attempt === 1) await pause(lease + randomInt(lease))
    writeSync(1, `${chunk.no} ${await write(chunk)}\n`)
  }
}
process.exit(0)
