import type { Credential, CredentialStore, PasswordHash, UserId } from '@keepsake/domain'
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
  replace: (from, to) =>
    session.write((tables) => ok(change(tables, to.userId, from, () => to) ? 'replaced' : 'overtaken')),
  upgrade: (id, from, to) =>
    session.write((tables) =>
      ok(change(tables, id, from, (found) => ({ ...found, hash: to })) ? 'upgraded' : 'overtaken'),
    ),
})

/** Changes a credential if its hash is still this one. */
const change = (
  { credentials }: Tables,
  id: UserId,
  { format, encoded }: PasswordHash,
  to: (found: Credential) => Credential,
): boolean => {
  const found = credentials.get(id)
  if (found?.hash.format !== format || found.hash.encoded !== encoded) return false
  credentials.put(id, copyOf(to(found)))
  return true
}
