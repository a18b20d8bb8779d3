import { inThread } from './thread.ts'

/** How long another process may write before we give up, in ms. */
const timeout = 5000

/**
 * Writes the file of a database anew, with nothing in it but its rows. It takes a second for some fifty megabytes, in
 * which others read but do not write, and as much of the disk again.
 */
export const rewrite = async (file: string): Promise<void> => {
  await inThread({
    file,
    readOnly: false,
    timeout,
    statements: [{ sql: 'PRAGMA secure_delete = 1' }, { sql: 'VACUUM' }],
  })
}
