import {
  keyText,
  userId,
  type KeysTaken,
  type UniqueKey,
  type User,
  type UserEntry,
  type UserPoolId,
  type UserStatus,
  type UserStore,
} from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { readDocument, writeDocument } from '../kept-record.ts'
import type { Session } from '../storage-over.ts'
import { bytesOf } from './bytes.ts'
import type { Dialect } from './dialect.ts'
import type { RowOf } from './tables.ts'
import { tryAgain } from './try-again.ts'
import { userStatements, type KeyRow, type UserRow, type UserStatements } from './user-statements.ts'
import { firstRow, type SqlView } from './view.ts'

/** The users of a pool in an SQL database. */
export const sqlUsers = (session: Session<SqlView>, pool: UserPoolId, dialect: Dialect): UserStore => {
  const sql = userStatements(pool, dialect)
  return {
    insertAll: (entries) => session.write((view) => insertAll(view, entries, pool, sql)),
    findHeld: (keys) =>
      session.readOne(async (view) => {
        const held = await heldAmong(view, keys, sql)
        return keys.filter((key) => held.has(keyText(key)))
      }),
    findByKey: (key) =>
      session.readOne(async (view) => {
        const row = await firstRow(view, sql.byKey(key))
        if (row === undefined || row.holder === null) return undefined
        if (!view.isLocking) return toUser(row)
        return (await view.run(sql.byIds([row.holder], view))).rows.map(toUser)[0]
      }),
    findByIds: (ids) =>
      session.readOne(async (view) => (await view.run(sql.byIds(ids, view))).rows.map(toUser)),
    recordSignIn: (id, at, ip) =>
      session.writeOne(async (view) => {
        await view.run(sql.recordSignIn(id, at, ip))
        return ok()
      }),
  }
}

const insertAll = async (
  view: SqlView,
  entries: readonly UserEntry[],
  pool: UserPoolId,
  sql: UserStatements,
): Promise<Result<void, KeysTaken>> => {
  const { claims, shared } = claimsOf(entries)
  await view.insertAll(
    'keepsake_users',
    entries.map(({ user }) => toRow(user, pool)),
  )
  const rows = claims.map((claim) => toKeyRow(claim, pool))
  if (shared.length === 0 && (await view.insertNew('keepsake_unique_keys', rows))) return ok()
  const taken = await takenAmong(view, claims, sql)
  if (taken.length + shared.length === 0) throw tryAgain
  return err({ kind: 'keys-taken', keys: uniqueKeys([...taken, ...shared]) })
}

type Claim = { readonly key: UniqueKey; readonly userId: string }

type Claims = {
  /** Each key once, in an order that is the same for all: of two who want the same keys, neither waits for the other. */
  readonly claims: readonly Claim[]
  /** What several of the users claim. */
  readonly shared: readonly UniqueKey[]
}

const claimsOf = (entries: readonly UserEntry[]): Claims => {
  const claims = new Map<string, Claim>()
  const shared: UniqueKey[] = []
  for (const { user, keys } of entries)
    for (const key of keys) {
      const claim = claims.get(keyText(key)) ?? { key, userId: user.id }
      claims.set(keyText(key), claim)
      if (claim.userId !== user.id) shared.push(key)
    }
  const inOrder = [...claims].toSorted(([one], [other]) => (one < other ? -1 : 1))
  return { claims: inOrder.map(([, claim]) => claim), shared }
}

/** Which of the claims somebody else holds. */
const takenAmong = async (
  view: SqlView,
  claims: readonly Claim[],
  sql: UserStatements,
): Promise<readonly UniqueKey[]> => {
  const held = await heldAmong(
    view,
    claims.map(({ key }) => key),
    sql,
  )
  return claims
    .filter((claim) => ![undefined, claim.userId].includes(held.get(keyText(claim.key))))
    .map(({ key }) => key)
}

/** A statement of MySQL may have 65,535 values. */
const keysAtATime = 10_000

/** Who holds those of the keys that somebody holds, by `keyText`. */
const heldAmong = async (
  view: SqlView,
  keys: readonly UniqueKey[],
  sql: UserStatements,
): Promise<ReadonlyMap<string, string>> => {
  const held = new Map<string, string>()
  for (let start = 0; start < keys.length; start += keysAtATime) {
    const { rows } = await view.run(sql.holders(keys.slice(start, start + keysAtATime)))
    for (const row of rows) held.set(keyText(toKey(row)), row.user_id)
  }
  return held
}

const uniqueKeys = (keys: readonly UniqueKey[]): readonly UniqueKey[] => [
  ...new Map(keys.map((key) => [keyText(key), key])).values(),
]

const toKeyRow = ({ key, userId: id }: Claim, pool: UserPoolId): RowOf<'keepsake_unique_keys'> => ({
  user_pool_id: pool,
  namespace: key.namespace,
  unique_key: bytesOf(key.key),
  user_id: id,
})

const toKey = (row: KeyRow): UniqueKey => ({
  namespace: row.namespace as UniqueKey['namespace'],
  key: Buffer.from(row.unique_key).toString('utf8'),
})

const toRow = (user: User, pool: UserPoolId): RowOf<'keepsake_users'> => {
  const { id, status, statusChangedAt, createdAt, updatedAt, signIns, ...document } = user
  return {
    user_pool_id: pool,
    id,
    status,
    status_changed_at: statusChangedAt,
    created_at: createdAt,
    updated_at: updatedAt,
    logins_count: signIns.count,
    last_login: signIns.lastAt ?? null,
    last_ip: signIns.lastIp ?? null,
    document: writeDocument(document),
  }
}

const toUser = (row: UserRow): User => ({
  id: userId(row.id),
  status: row.status as UserStatus,
  statusChangedAt: row.status_changed_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  signIns: {
    count: row.logins_count,
    ...(row.last_login !== null && { lastAt: row.last_login }),
    ...(row.last_ip !== null && { lastIp: row.last_ip }),
  },
  ...readDocument(row.document),
})
