import { createHash } from 'node:crypto'
import { PgBoss, type Queue } from 'pg-boss'

/** What a job holds: which chunk of which move. It holds nothing of the users. */
export type ChunkJob = { readonly move: string; readonly chunk: number }

const minute = 60
const day = 24 * 60 * minute

/** In seconds. */
const options = {
  // pg-boss gives the job of a dead worker to another one after this time. A worker that lives says so in between.
  heartbeatSeconds: 10,
  // Longer than a chunk takes, also on a busy database.
  expireInSeconds: 10 * minute,
  // A chunk whose last holder has died is held for half a minute. Trying again is cheap, so it is not given up.
  retryLimit: 1000,
  retryDelay: 2,
  // A move may rest for a weekend.
  retentionSeconds: 30 * day,
  deleteAfterSeconds: 7 * day,
} as const satisfies Partial<Queue>

/** The queue of jobs that cannot be done: the input has changed, or the move was undone. */
export const deadOf = (queue: string): string => `${queue}.dead`

/** Opens pg-boss. It looks for workers that have died every ten seconds. It emits errors, which must be heard. */
export const openBoss = async (url: string, onError: (error: Error) => void): Promise<PgBoss> => {
  const boss = new PgBoss({
    connectionString: url,
    schedule: false,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  })
  boss.on('error', onError)
  return boss.start()
}

/** Makes the queue, and the one for its dead, unless they exist. */
export const makeMoveQueue = async (boss: PgBoss, queue: string): Promise<void> => {
  await boss.createQueue(deadOf(queue), { retentionSeconds: options.retentionSeconds })
  await boss.createQueue(queue, { ...options, deadLetter: deadOf(queue) })
}

/** How many jobs are inserted in one statement. */
const jobsAtATime = 1000

/** Adds a job for every chunk of a move, the first chunk first. A second call adds none: a job's id is made of its chunk. */
export const addChunkJobs = async (
  boss: PgBoss,
  queue: string,
  move: string,
  chunks: number,
): Promise<void> => {
  const jobs = Array.from({ length: chunks }, (_, chunk) => ({
    id: jobIdOf({ move, chunk }),
    data: { move, chunk },
  }))
  for (let start = 0; start < jobs.length; start += jobsAtATime)
    await boss.insert(queue, jobs.slice(start, start + jobsAtATime))
}

/** A UUID that is made of the chunk (version 8 of RFC 9562). */
const jobIdOf = ({ move, chunk }: ChunkJob): string =>
  createHash('sha256')
    .update(JSON.stringify([move, chunk]))
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/u, '$1-$2-8$3-8$4-$5')
