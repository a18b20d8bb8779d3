import { unavailable, type Message, type NoticeSender, type SecretBox } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import type { PgBoss } from 'pg-boss'
import { jobIdOf, sealJob, type SealedJob } from './sealed-job.ts'

/** A sender that makes a job of every message. Once pg-boss has it, the outbox calls the notice sent. */
export const openQueueSender = (boss: PgBoss, queue: string, box: SecretBox): NoticeSender => {
  const hand = ResultAsync.fromThrowable(
    async (job: SealedJob) => {
      const id = jobIdOf(job.key)
      if ((await boss.send(queue, job, { id })) === id) return
      // It says no more than "not inserted": for the job is there already, or for the queue is gone.
      if ((await boss.getJobById(queue, id)) === null) throw new Error('pg-boss has taken no job')
    },
    (cause) => unavailable('notice-sender', cause),
  )
  return { send: (message: Message) => sealJob(queue, message, box).andThen(hand) }
}
