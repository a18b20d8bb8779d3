import type { NoticeSender, SecretBox } from '@keepsake/domain'
import type { Job, JobResult, PgBoss } from 'pg-boss'
import { openJob, type SealedJob } from './sealed-job.ts'

export type QueueWorkerOptions = {
  readonly queue: string
  readonly box: SecretBox
  /** What takes the messages to the world, such as `openSmtpSender`. */
  readonly sender: NoticeSender
  /** How many are sent at one moment; 5 where absent. */
  readonly concurrency?: number
}

/** Sends what is in the queue, on any number of machines, until `boss.offWork` or `boss.stop`. */
export const workQueue = async (
  boss: PgBoss,
  { queue, box, sender, concurrency = 5 }: QueueWorkerOptions,
): Promise<void> => {
  await boss.work(
    queue,
    { perJobResults: true, localConcurrency: concurrency, pollingIntervalSeconds: 0.5 },
    (jobs: readonly Job<SealedJob>[]) => Promise.all(jobs.map((job) => deliver(job, queue, box, sender))),
  )
}

/** What is of no use to try again is dead at once; the output holds a reason, and nothing of the message. */
const deliver = (
  { id, data }: Job<SealedJob>,
  queue: string,
  box: SecretBox,
  sender: NoticeSender,
): Promise<JobResult> =>
  openJob(queue, data, box)
    .andThen((message) => sender.send(message))
    .match<JobResult, JobResult>(
      () => ({ id, status: 'completed' }),
      (failure) =>
        failure.kind === 'undeliverable'
          ? { id, status: 'deadletter', output: { reason: failure.reason } }
          : { id, status: 'failed', output: { reason: `${failure.part}-unavailable` } },
    )
