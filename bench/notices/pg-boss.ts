import { Client } from 'pg'
import { PgBoss } from 'pg-boss'
import type { Contender } from '../measure.ts'
import { newNotices, type Closable } from './library.ts'

/** pg-boss in a database of its own, its maintenance at rest. */
export type BenchedBoss = Closable & {
  /** Takes ten jobs at a time, and completes them in one statement. */
  readonly working: Contender
  /** Inserts as many jobs as a batch has notices, in one transaction of ours. */
  readonly inserting: Contender
}

const [worked, filled] = ['worked', 'filled'] as const
const atOnce = 10

export const openPgBoss = async (url: string): Promise<BenchedBoss> => {
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false })
  boss.on('error', console.error)
  await boss.start()
  for (const queue of [worked, filled]) await boss.createQueue(queue)
  const client = new Client({ connectionString: url })
  await client.connect()
  const db = { executeSql: async (text: string, values?: unknown[]) => client.query(text, values) }

  const working: Contender = async () => {
    const units = 750
    await boss.insert(worked, newJobs().slice(0, units))
    const run = async (): Promise<void> => {
      for (let done = 0; done < units;) {
        const jobs = await boss.fetch(worked, { batchSize: atOnce })
        const ids = jobs.map(({ id }) => id)
        done += ids.length
        if (ids.length === 0) throw new Error('Jobs are lost')
        await boss.complete(worked, ids)
      }
    }
    return { units, run }
  }
  const inserting: Contender = () => {
    const jobs = newJobs()
    const run = async (): Promise<void> => {
      await client.query('BEGIN')
      await boss.insert(filled, jobs, { db, returnId: false })
      await client.query('COMMIT')
    }
    return { units: jobs.length, run }
  }
  return {
    working,
    inserting,
    close: async () => {
      await client.end()
      await boss.stop({ graceful: false })
    },
  }
}

const newJobs = (): { readonly data: object }[] => newNotices().map((data) => ({ data }))
