import type { CredentialStore } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Session } from '../synchronous-storage.ts'
import { add, copyOf, recordsAmong, requireUser } from './records.ts'
import type { Tables } from './tables.ts'

/** The credentials of a pool in memory. */
export const memoryCredentials = (session: Session<Tables>): CredentialStore => ({
  insertAll: (credentials) =>
    session.write((tables) => {
      for (const credential of credentials) {
        requireUser(tables, credential.userId)
        add(tables.credentials, credential.userId, copyOf(credential))
      }
      return ok()
    }),
  findByUserIds: (ids) => session.read((tables) => recordsAmong(tables.credentials, ids)),
  upgrade: (id, from, to) =>
    session.write((tables) => {
      const found = tables.credentials.get(id)
      if (found?.hash.format !== from.format || found.hash.encoded !== from.encoded) return ok('overtaken')
      tables.credentials.put(id, copyOf({ ...found, hash: to }))
      return ok('upgraded')
    }),
})
