import {
  userId,
  unreadable,
  type Credential,
  type CredentialChange,
  type CredentialOrigin,
  type CredentialsOvertaken,
  type CredentialStore,
  type HashCount,
  type MovedOrigin,
  type PasswordHash,
  type UserId,
  type UserPoolId,
} from '@keepsake/domain'
import { credential as isCredential, passwordHash as isHash } from '@keepsake/domain/guard'
import { err, errAsync, ok, okAsync, type Result } from 'neverthrow'
import type { Session } from '../storage-over.ts'
import {
  credentialStatements,
  type CredentialRow,
  type CredentialStatements,
  type HashRow,
} from './credential-statements.ts'
import type { Dialect } from './dialect.ts'
import { interrupted } from './interrupted.ts'
import { readRecord, readRecords } from './read-record.ts'
import type { RowOf } from './tables.ts'
import { hasChanged, type SqlView } from './view.ts'

/** The credentials of a pool in an SQL database. */
export const sqlCredentials = (
  session: Session<SqlView>,
  pool: UserPoolId,
  dialect: Dialect,
): CredentialStore => {
  const sql = credentialStatements(pool, dialect)
  return {
    insertAll: (credentials) =>
      session.write(async (view) => {
        await view.insertAll(
          'keepsake_credentials',
          credentials.map((each) => toRow(each, pool)),
        )
        return ok()
      }),
    findByUserIds: (ids) =>
      session
        .readOne(async (view) =>
          readRecords((await view.run(sql.byUsers(ids, view))).rows, toCredential, isCredential),
        )
        .andThen(({ records, damaged }) =>
          damaged.length === 0
            ? okAsync(records)
            : errAsync(unreadable(damaged.map((row) => ({ record: 'credential', userId: row.user_id })))),
        ),
    replace: (from, to) =>
      session.writeOne(async (view) => {
        const row = toRow(to, pool)
        const isDone =
          from === undefined
            ? await view.insertNew('keepsake_credentials', [row])
            : await hasChanged(view, sql.replace(from, row))
        return ok(isDone ? 'replaced' : 'overtaken')
      }),
    replaceAll: (changes) => session.write((view) => replaceAll(view, changes, pool, sql)),
    upgrade: (id, from, to) =>
      session.writeOne(async (view) =>
        ok((await hasChanged(view, sql.upgrade(id, from, toHashRow(to)))) ? 'upgraded' : 'overtaken'),
      ),
    requireChange: (id) =>
      session.writeOne(async (view) => {
        await view.run(sql.requireChange(id))
        return ok()
      }),
    survey: (tenantId) =>
      session.read(async (view) => {
        const counted: HashCount[] = []
        for (const row of (await view.run(sql.survey(tenantId))).rows) {
          const example = readRecord(row, toHash, isHash) ?? (await findExample(view, row, sql))
          if (example !== undefined) counted.push({ users: row.users, example })
        }
        return counted
      }),
  }
}

/** In an order that is the same for all callers: if two change the same users, neither waits for the other. */
const replaceAll = async (
  view: SqlView,
  changes: readonly CredentialChange[],
  pool: UserPoolId,
  sql: CredentialStatements,
): Promise<Result<void, CredentialsOvertaken>> => {
  const overtaken: UserId[] = []
  const inOrder = changes.toSorted((one, other) => (one.to.userId < other.to.userId ? -1 : 1))
  for (const { from, to } of inOrder)
    if (from !== undefined && !(await hasChanged(view, sql.replace(from, toRow(to, pool)))))
      overtaken.push(to.userId)
  const first = inOrder.flatMap(({ from, to }) => (from === undefined ? [to] : []))
  overtaken.push(...(await insertFirst(view, first, pool, sql)))
  return overtaken.length === 0 ? ok() : err({ kind: 'credentials-overtaken', userIds: overtaken })
}

/** Gives first credentials to those of the users who have none. Answers the others. */
const insertFirst = async (
  view: SqlView,
  credentials: readonly Credential[],
  pool: UserPoolId,
  sql: CredentialStatements,
): Promise<readonly UserId[]> => {
  if (credentials.length === 0) return []
  const ids = credentials.map((each) => each.userId)
  const { rows } = await view.run(sql.byUsers(ids, view))
  const present = new Set<string>(rows.map((row) => row.user_id))
  const added = credentials.filter((each) => !present.has(each.userId)).map((each) => toRow(each, pool))
  if (!(await view.insertNew('keepsake_credentials', added))) throw interrupted
  return ids.filter((id) => present.has(id))
}

/** Another hash of a kind whose first hash is damaged; nothing if no user has one that can be read. */
const findExample = async (
  view: SqlView,
  row: HashRow,
  sql: CredentialStatements,
): Promise<PasswordHash | undefined> => {
  const [found] = (await view.run(sql.example(row))).rows
  return found && readRecord(found, toHash, isHash)
}

const toRow = (
  { userId: id, hash, setAt, mustChange, former, origin }: Credential,
  pool: UserPoolId,
): RowOf<'keepsake_credentials'> => ({
  user_pool_id: pool,
  user_id: id,
  ...toHashRow(hash),
  set_at: setAt,
  must_change: mustChange ? 1 : 0,
  former: JSON.stringify(former),
  origin: writeOrigin(origin),
})

const toCredential = (row: CredentialRow): Credential => ({
  userId: userId(row.user_id),
  hash: toHash(row),
  setAt: row.set_at,
  mustChange: row.must_change === 1,
  former: JSON.parse(row.former) as readonly PasswordHash[],
  origin: readOrigin(row.origin),
})

/** Most passwords of a pool that lives for years were set here, so this is the short form. */
const writeOrigin = (origin: CredentialOrigin): string | null => {
  if (origin.kind === 'here') return null
  const { at, source, digest } = origin
  return JSON.stringify({ at, source, digest })
}

const readOrigin = (text: string | null): CredentialOrigin =>
  text === null ? { kind: 'here' } : { ...(JSON.parse(text) as Omit<MovedOrigin, 'kind'>), kind: 'moved' }

const toHashRow = ({ format, cost, encoded }: PasswordHash): HashRow => ({
  hash_format: format,
  hash_cost: cost,
  hash_encoded: encoded,
})

const toHash = (row: HashRow): PasswordHash => ({
  format: row.hash_format,
  cost: row.hash_cost,
  encoded: row.hash_encoded,
})
