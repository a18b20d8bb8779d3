import { inThread } from './thread.ts'

/** How long to wait, in ms, while another process writes. */
const timeout = 5000

/**
 * Writes the file of a database anew, with nothing but its rows. It takes a second for some fifty megabytes, during
 * which others read but do not write, and as much space on the disk again.
 */
export const rewrite = async (file: string): Promise<void> => {
  await inThread({
    file,
    readOnly: false,
    timeout,
    statements: [{ sql: 'PRAGMA secure_delete = 1' }, { sql: 'VACUUM' }],
  })
}
