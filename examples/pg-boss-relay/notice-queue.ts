import { PgBoss, type Queue } from 'pg-boss'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** In seconds. What pg-boss does where each is absent stands beside it. */
const options = {
  // Deletes what has waited for 14 days, or has failed and waits for its next attempt, and tells nobody.
  retentionSeconds: 3650 * day,
  // Gives a job to another worker after 15 minutes. Longer than the slowest sender takes, which is 30 s for mail.
  expireInSeconds: 2 * minute,
  // Tries three times, without a pause. Here as often, and for as long, as the outbox does.
  retryLimit: 15,
  retryDelay: 30,
  retryBackoff: true,
  retryDelayMax: 4 * hour,
  // Keeps what is done for 7 days. As long as it is there, a repeat is known: longer than an outbox goes on trying.
  deleteAfterSeconds: 3 * day,
} as const satisfies Partial<Queue>

/** Where dead notices of a queue rest. */
export const deadOf = (queue: string): string => `${queue}.dead`

/**
 * Makes the queue, and the one for its dead, where they are not there yet. The dead are copied: what lies among them has
 * `retentionSeconds` of its own, so that they stay as long as the living.
 */
export const makeNoticeQueue = async (boss: PgBoss, queue: string): Promise<void> => {
  await boss.createQueue(deadOf(queue), { retentionSeconds: options.retentionSeconds })
  await boss.createQueue(queue, { ...options, deadLetter: deadOf(queue) })
}

/** pg-boss looks once a minute for workers that have died; here every ten seconds. It emits errors, which must be heard. */
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
