import type { Session } from '@keepsake/adapters/storage/kit'
import type { Credential, CredentialChange, CredentialStore, HashCount, PasswordHash } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { PoolDocument } from '../pool-document.ts'
import { add, among, isOfTenant, keyOf, requireUser } from './records.ts'

export const credentialsIn = (session: Session<PoolDocument>): CredentialStore => ({
  insertAll: (given) =>
    session.write((pool) => {
      for (const credential of given) {
        requireUser(pool, credential.userId)
        add(pool.credentials, credential.userId, credential)
      }
      return ok()
    }),
  findByUserIds: (ids) => session.read(({ credentials }) => among(credentials, ids)),
  upgrade: (id, from, to) =>
    session.write(({ credentials }) => {
      const found = credentials.get(id)
      if (found === undefined || !isHash(found, from)) return ok('overtaken')
      credentials.set(id, { ...found, hash: to })
      return ok('upgraded')
    }),
  replace: (from, to) => session.write((pool) => ok(replace(pool, { from, to }) ? 'replaced' : 'overtaken')),
  replaceAll: (changes) =>
    session.write((pool) => {
      const userIds = changes.filter((each) => !replace(pool, each)).map(({ to }) => to.userId)
      return userIds.length === 0 ? ok() : err({ kind: 'credentials-overtaken', userIds })
    }),
  requireChange: (id) =>
    session.write(({ credentials }) => {
      const found = credentials.get(id)
      if (found !== undefined) credentials.set(id, { ...found, mustChange: true })
      return ok()
    }),
  survey: (tenantId) =>
    session.read((pool): readonly HashCount[] => {
      const counted = [...pool.credentials.values()].filter(({ userId }) =>
        isOfTenant(pool, userId, tenantId),
      )
      return [...Map.groupBy(counted, ({ hash }) => keyOf(hash.format, hash.cost)).values()].flatMap(
        (group) => group.slice(0, 1).map(({ hash }) => ({ users: group.length, example: hash })),
      )
    }),
})

/** Replaces a password if its hash is still the one that the change starts from. */
const replace = (pool: PoolDocument, { from, to }: CredentialChange): boolean => {
  if (from === undefined) requireUser(pool, to.userId)
  if (!isHash(pool.credentials.get(to.userId), from)) return false
  pool.credentials.set(to.userId, to)
  return true
}

/** Whether the hash is still this one; none, where there is to be none. */
const isHash = (found: Credential | undefined, hash: PasswordHash | undefined): boolean =>
  found?.hash.format === hash?.format && found?.hash.encoded === hash?.encoded
