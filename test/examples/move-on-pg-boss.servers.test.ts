import { once } from 'node:events'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openStandardPorts } from '@keepsake/adapters/standard'
import { createKeepsake, type Keepsake } from '@keepsake/app'
import { userPoolId, type PoolStorage } from '@keepsake/domain'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { addChunkJobs, deadOf, makeMoveQueue, openBoss } from '../../examples/move-on-pg-boss/move-queue.ts'
import { workOnMoves } from '../../examples/move-on-pg-boss/move-worker.ts'
import { openNdjsonRecords } from '../../examples/move-on-pg-boss/ndjson-records.ts'
import { askByUrl } from '../adapters/storage/ask-by-url.ts'
import { linesOf, startChild, type Child } from '../adapters/storage/child-process.ts'
import { openByUrl } from '../adapters/storage/open-by-url.ts'
import { newPostgresDatabase } from '../adapters/storage/open-postgres.ts'
import { temporaryDirectory } from '../adapters/storage/temporary-file.ts'
import { valueOf } from '../builders/keepsake.ts'
import { poolOfMoves, sealingKeys } from './move-worker-settings.ts'

const queue = 'moves.pool-one'

type Place = {
  readonly url: string
  readonly file: string
  readonly keepsake: Keepsake
  readonly rest: PoolStorage
  readonly boss: Awaited<ReturnType<typeof openBoss>>
  /** How many jobs there are in each state. */
  readonly jobs: (name?: string) => Promise<Readonly<Record<string, number>>>
}

const lineOf = (row: number): string =>
  `${JSON.stringify({ externalId: `legacy|${row}`, email: `user-${row}@example.com`, name: `User ${row}` })}\n`

/** A database of its own, a queue in it, and a file with this many users. */
const openPlace = async (rows: number): Promise<Place> => {
  const url = await newPostgresDatabase()
  const storage = await openByUrl(url)
  const boss = await openBoss(url, () => undefined)
  onTestFinished(async () => {
    await boss.stop({ graceful: false })
    await storage.close()
  })
  await makeMoveQueue(boss, queue)
  const file = join(temporaryDirectory(), 'users.ndjson')
  writeFileSync(file, Array.from({ length: rows }, (_, row) => lineOf(row)).join(''))
  const jobs: Place['jobs'] = (name = queue) =>
    askByUrl(url, async (ask) => {
      const counted = await ask(
        `SELECT state, count(*)::int AS jobs FROM pgboss.job WHERE name = '${name}' GROUP BY state`,
      )
      return Object.fromEntries(counted.map((row) => [String(row['state']), Number(row['jobs'])]))
    })
  const keepsake = createKeepsake(
    { ...(await openStandardPorts(sealingKeys)), noticeSender: openCaptureSender(), storage },
    poolOfMoves,
  )
  return { url, file, keepsake, rest: storage.inPool(userPoolId('pool-one')), boss, jobs }
}

/** Plans a move of the file, and adds a job for each of its chunks. Answers its id. */
const planAndAdd = async ({ keepsake, boss, file }: Place, chunkRows: number): Promise<string> => {
  const records = await openNdjsonRecords(file)
  const { move } = await valueOf(keepsake.moves.plan({ source: 'legacy', records, chunkRows }))
  const { chunks } = await valueOf(keepsake.moves.status({ move }))
  await addChunkJobs(boss, queue, move, chunks.waiting)
  await addChunkJobs(boss, queue, move, chunks.waiting)
  return move
}

const startWorker = ({ url, file }: Place, holder: string): Child => {
  const child = startChild(resolve(import.meta.dirname, 'move-worker-child.ts'), url, queue, file, holder)
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** Waits until the worker says that a chunk is done, and kills it while it works on the next one. */
const killAfterOne = async (worker: Child): Promise<void> => {
  const closed = once(worker, 'close')
  await linesOf(worker).next()
  worker.kill('SIGKILL')
  await closed
}

describe.skipIf(inject('postgresUrl') === '')('a move whose chunks are jobs of pg-boss', () => {
  test('is done once, by workers of whom some are killed', { timeout: 240_000 }, async () => {
    const rows = 600
    const place = await openPlace(rows)
    const move = await planAndAdd(place, 20)
    expect(await place.jobs()).toEqual({ created: 30 })
    const doomed = ['one', 'two', 'three'].map((holder) => killAfterOne(startWorker(place, holder)))
    await Promise.all(doomed)
    for (const holder of ['four', 'five']) startWorker(place, holder)
    await expect.poll(() => place.jobs(), { timeout: 200_000, interval: 1000 }).toEqual({ completed: 30 })
    const status = await valueOf(place.keepsake.moves.status({ move }))
    expect(status).toMatchObject({ state: 'done', refused: 0, written: { new: rows } })
    expect(status.chunks).toEqual({ done: 30, waiting: 0, held: [] })
    expect(await valueOf(place.keepsake.users.count({}))).toBe(rows)
    expect(await valueOf(place.rest.moves.countRows('legacy'))).toEqual({ created: rows })
  })

  test('buries the jobs of a file that is another one by now, and writes nothing', async () => {
    const place = await openPlace(10)
    const move = await planAndAdd(place, 5)
    appendFileSync(place.file, lineOf(10))
    const records = await openNdjsonRecords(place.file)
    await workOnMoves(place.boss, { queue, keepsake: place.keepsake, records, holder: 'worker' })
    await expect.poll(() => place.jobs(deadOf(queue)), { timeout: 30_000 }).toEqual({ created: 2 })
    expect(await valueOf(place.keepsake.users.count({}))).toBe(0)
    expect(await valueOf(place.keepsake.moves.status({ move }))).toMatchObject({ state: 'planned' })
  })
})
