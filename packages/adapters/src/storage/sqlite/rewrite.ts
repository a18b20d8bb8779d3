import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** What the thread is told. */
export type RewriteData = { readonly file: string; readonly timeout: number }

/** In ms: as long as another process may write. */
const lockTimeout = 5000

/**
 * Writes the file of a database anew, with nothing in it but its rows, by a thread of its own: it takes a second for some
 * fifty megabytes, in which others read but do not write.
 */
export const rewrite = async (file: string): Promise<void> => {
  // The sources are read as they are, the package as it was built.
  const script = new URL(`./rewrite-thread${import.meta.url.slice(-3)}`, import.meta.url)
  const workerData: RewriteData = { file, timeout: lockTimeout }
  const thread = new Worker(script, { workerData, stderr: false })
  await once(thread, 'exit')
}
