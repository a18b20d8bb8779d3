import type { Keepsake, MoveRecords } from '@keepsake/app'
import type { Job, JobResult, PgBoss } from 'pg-boss'
import type { ChunkJob } from './move-queue.ts'

export type MoveWorkerOptions = {
  readonly queue: string
  readonly keepsake: Pick<Keepsake, 'moves'>
  /** The input of the move, as it was planned. Every machine needs it. */
  readonly records: MoveRecords
  /** A name for this process, which `keepsake move status` shows. */
  readonly holder: string
}

/** Does chunks one after another, on any number of machines, until `boss.offWork` or `boss.stop`. */
export const workOnMoves = async (
  boss: PgBoss,
  { queue, keepsake, records, holder }: MoveWorkerOptions,
): Promise<void> => {
  await boss.work(
    queue,
    { perJobResults: true, pollingIntervalSeconds: 0.5 },
    (jobs: readonly Job<ChunkJob>[]) =>
      Promise.all(jobs.map((job) => doChunk(job, { keepsake, records, holder }))),
  )
}

/**
 * A chunk and the job that it is done may be written at different times, and a worker may die in between. That does no harm:
 * the next worker is told that the chunk was done before. A chunk that another worker holds is tried again later.
 */
const doChunk = (
  { id, data }: Job<ChunkJob>,
  { keepsake, ...options }: Pick<MoveWorkerOptions, 'keepsake' | 'records' | 'holder'>,
): Promise<JobResult> =>
  keepsake.moves.runChunk({ ...data, ...options }).match<JobResult, JobResult>(
    ({ outcome }) =>
      outcome === 'held'
        ? { id, status: 'failed', output: { reason: 'held' } }
        : { id, status: 'completed', output: { outcome } },
    (failure) =>
      failure.kind === 'rejected'
        ? { id, status: 'deadletter', output: { codes: failure.issues.map(({ code }) => code) } }
        : { id, status: 'failed', output: { reason: `${failure.part}-unavailable` } },
  )
