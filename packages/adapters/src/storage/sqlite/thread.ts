import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
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
export type ThreadAnswer =
  | { readonly rows: readonly (readonly Row[])[] }
  | { readonly failure: { readonly message: string; readonly errcode?: number; readonly errstr?: string } }

/**
 * Says statements to the file of a database from a thread of its own, for those that take seconds: SQLite holds up whoever
 * waits for it. Answers the rows of each, and throws as SQLite does.
 */
export const inThread = async (data: ThreadData): Promise<readonly (readonly Row[])[]> => {
  // The sources are read as they are, the package as it was built.
  const script = new URL(`./thread-script${import.meta.url.slice(-3)}`, import.meta.url)
  const thread = new Worker(script, { workerData: data })
  const [answer] = (await once(thread, 'message')) as [ThreadAnswer]
  if ('rows' in answer) return answer.rows
  const { message, ...codes } = answer.failure
  throw Object.assign(new Error(message), codes)
}
