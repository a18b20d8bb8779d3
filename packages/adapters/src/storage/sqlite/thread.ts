import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import type { Row, Value } from './connection.ts'

/** A statement with `?` for every value. */
export type ThreadStatement = { readonly sql: string; readonly values?: readonly Value[] }

/** What a thread is given to do. */
export type ThreadData = {
  readonly file: string
  readonly readOnly: boolean
  /** How long to wait for a lock, in ms. */
  readonly timeout: number
  readonly statements: readonly ThreadStatement[]
}

/** What it has to say in the end. */
type ThreadAnswer =
  | { readonly rows: readonly (readonly Row[])[] }
  | { readonly failure: { readonly message: string; readonly errcode?: number; readonly errstr?: string } }

/**
 * Says statements to the file of a database from a thread of its own, for those that take seconds: SQLite holds up whoever
 * waits for it. Answers the rows of each, and throws as SQLite does.
 */
export const inThread = async (data: ThreadData): Promise<readonly (readonly Row[])[]> => {
  // This module itself is what the thread runs, from the sources as from the package.
  const thread = new Worker(new URL(import.meta.url), { workerData: { [mark]: data } })
  const [answer] = (await once(thread, 'message')) as [ThreadAnswer]
  if ('rows' in answer) return answer.rows
  const { message, ...codes } = answer.failure
  throw Object.assign(new Error(message), codes)
}

/** Tells our thread from any other one that loads this module. */
const mark = 'keepsake-sqlite-thread'

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

const given = (workerData as { readonly [mark]?: ThreadData } | null)?.[mark]
if (given !== undefined) {
  const tell = parentPort?.postMessage.bind(parentPort)
  tell?.(run(given))
}
