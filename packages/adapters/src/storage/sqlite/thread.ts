import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import type { Row, Value } from './connection.ts'

/** A statement with `?` for every value. */
export type ThreadStatement = { readonly sql: string; readonly values?: readonly Value[] }

/** The task of a thread. */
export type ThreadData = {
  readonly file: string
  readonly readOnly: boolean
  /** How long to wait for a lock, in ms. */
  readonly timeout: number
  readonly statements: readonly ThreadStatement[]
}

/** The answer of a thread. */
type ThreadAnswer =
  | { readonly rows: readonly (readonly Row[])[] }
  | { readonly failure: { readonly message: string; readonly errcode?: number; readonly errstr?: string } }

/**
 * Runs statements on the file of a database in a separate thread, for statements that take seconds: SQLite blocks the
 * thread that calls it. Answers the rows of each, and throws as SQLite does.
 */
export const inThread = async (data: ThreadData): Promise<readonly (readonly Row[])[]> => {
  // The thread runs this module itself, both from the sources and from the package.
  const thread = new Worker(new URL(import.meta.url), { workerData: { [mark]: data } })
  const [answer] = (await once(thread, 'message')) as [ThreadAnswer]
  if ('rows' in answer) return answer.rows
  const { message, ...codes } = answer.failure
  throw Object.assign(new Error(message), codes)
}

/** Tells our thread from any other thread that loads this module. */
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
