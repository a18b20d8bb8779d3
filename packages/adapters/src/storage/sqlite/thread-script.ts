import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadAnswer, ThreadData } from './thread.ts'

const run = ({ file, readOnly, timeout, statements }: ThreadData): ThreadAnswer => {
  try {
    const database = new DatabaseSync(file, { readOnly, timeout, defensive: true })
    try {
      return { rows: statements.map(({ sql, values = [] }) => database.prepare(sql).all(...values)) }
    } finally {
      database.close()
    }
  } catch (error) {
    const { message, errcode, errstr } = error as Error & { errcode?: number; errstr?: string }
    return { failure: { message, ...(errcode === undefined ? {} : { errcode, errstr: errstr ?? '' }) } }
  }
}

const tell = parentPort?.postMessage.bind(parentPort)
tell?.(run(workerData as ThreadData))
