import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Values by keys, kept on disk until it is closed. */
export type SealedTable = {
  readonly put: (table: string, key: string, value: unknown) => void
  /** The values of a key in the order in which they were put. */
  readonly find: (table: string, key: string) => readonly unknown[]
  /** Removes what was kept. */
  readonly close: () => Promise<void>
}

const [nonceBytes, tagBytes] = [12, 16]

/** As many rows go into one transaction. */
const rowsOfWrite = 10_000

/**
 * Keeps values by keys in a file of mode 0600, so that a join of any size needs no memory. Values are JSON. They are sealed
 * with AES-256-GCM, and keys are stored as HMAC-SHA256, both under random keys that are only in memory. Where the system
 * allows it, the file has no name any more while it is in use, so that it is gone even after a kill. `folder` is the
 * system's folder for temporary files if absent.
 */
export const openSealedTable = async (folder: string = tmpdir()): Promise<SealedTable> => {
  const place = await mkdtemp(join(folder, 'keepsake-joined-'))
  const remove = (): Promise<void> => rm(place, { recursive: true, force: true })
  const file = join(place, 'joined')
  await (await open(file, 'wx', 0o600)).close()
  const database = new DatabaseSync(file)
  database.exec('pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive')
  database.exec('create table joined (place blob not null, value blob not null)')
  // Windows keeps a file that is open. It is removed at the end there.
  await remove().catch(() => undefined)

  const [secret, key] = [randomBytes(32), randomBytes(32)]
  const placeOf = (table: string, of: string): Buffer =>
    createHmac('sha256', secret)
      .update(JSON.stringify([table, of]))
      .digest()
      .subarray(0, 16)
  const insert = database.prepare('insert into joined (place, value) values (?, ?)')
  const select = database.prepare('select value from joined where place = ? order by rowid')
  let written = 0
  let isIndexed = false
  const commit = (): void => {
    if (written > 0) database.exec('commit')
    written = 0
  }
  return {
    put: (table, of, value) => {
      if (written === 0) database.exec('begin')
      insert.run(placeOf(table, of), seal(key, JSON.stringify(value)))
      written += 1
      if (written === rowsOfWrite) commit()
    },
    find: (table, of) => {
      commit()
      // The index is made once, after the rows: it is faster than to keep it with each of them.
      if (!isIndexed) database.exec('create index if not exists by_place on joined (place)')
      isIndexed = true
      return select
        .all(placeOf(table, of))
        .map(({ value }) => JSON.parse(unseal(key, value as Uint8Array)) as unknown)
    },
    close: async () => {
      if (database.isOpen) database.close()
      await remove()
    },
  }
}

const seal = (key: Buffer, text: string): Buffer => {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

const unseal = (key: Buffer, sealed: Uint8Array): string => {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  const body = sealed.subarray(nonceBytes, sealed.length - tagBytes)
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
}
