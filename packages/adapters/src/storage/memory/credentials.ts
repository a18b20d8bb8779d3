import type {
  Credential,
  CredentialChange,
  CredentialStore,
  HashCount,
  PasswordHash,
  UserId,
} from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { Session } from '../storage-over.ts'
import { add, copyOf, isOfTenant, recordsAmong, requireUser } from './records.ts'
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
    session.write((tables) => ok(replace(tables, { from, to }) ? 'replaced' : 'overtaken')),
  replaceAll: (changes) =>
    session.write((tables) => {
      const overtaken = changes.filter((each) => !replace(tables, each)).map(({ to }) => to.userId)
      return overtaken.length === 0 ? ok() : err({ kind: 'credentials-overtaken', userIds: overtaken })
    }),
  upgrade: (id, from, to) =>
    session.write((tables) =>
      ok(change(tables, id, from, (found) => ({ ...found, hash: to })) ? 'upgraded' : 'overtaken'),
    ),
  requireChange: (id) =>
    session.write(({ credentials }) => {
      const found = credentials.get(id)
      if (found !== undefined) credentials.put(id, { ...found, mustChange: true })
      return ok()
    }),
  survey: (tenantId) => session.read((tables) => survey(tables, tenantId)),
})

const replace = (tables: Tables, { from, to }: CredentialChange): boolean =>
  from === undefined ? give(tables, to) : change(tables, to.userId, from, () => to)

/** Gives a credential to a user who has none. */
const give = (tables: Tables, credential: Credential): boolean => {
  requireUser(tables, credential.userId)
  if (tables.credentials.get(credential.userId) !== undefined) return false
  tables.credentials.put(credential.userId, copyOf(credential))
  return true
}

const survey = (tables: Tables, tenantId: string | undefined): readonly HashCount[] => {
  const counts = new Map<string, { users: number; readonly example: PasswordHash }>()
  for (const [id, { hash }] of tables.credentials.entries()) {
    if (!isOfTenant(tables, id, tenantId)) continue
    const group = JSON.stringify([hash.format, hash.cost])
    const count = counts.get(group) ?? { users: 0, example: hash }
    count.users += 1
    counts.set(group, count)
  }
  return [...counts.values()]
}

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
