import {
  sortDamaged,
  unreadable,
  userId,
  type DamagedUser,
  type KeysTaken,
  type Unavailable,
  type User,
  type UserChange,
  type UserId,
  type UserPoolId,
  type UsersOvertaken,
  type UserStore,
} from '@keepsake/domain'
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow'
import type { Session } from '../storage-over.ts'
import { isIdKey } from '../user-ids.ts'
import type { Dialect } from './dialect.ts'
import { readFindable, type Findable } from './findable.ts'
import { addFindable, insertUsers } from './insert-users.ts'
import { eraseLedgerRows } from './moves/erase-ledger-rows.ts'
import { countStatement, listStatement } from './list-users.ts'
import { heldAmong } from './unique-keys.ts'
import { toUser, toUserRow } from './user-rows.ts'
import { userStatements, type UserStatements } from './user-statements.ts'
import { firstRow, hasChanged, type SqlView } from './view.ts'

/** The users of a pool in an SQL database. */
export const sqlUsers = (session: Session<SqlView>, pool: UserPoolId, dialect: Dialect): UserStore => {
  const sql = userStatements(pool, dialect)
  /** Users that were asked for one by one. */
  const asked = (
    users: ResultAsync<readonly (User | DamagedUser)[], Unavailable>,
  ): ResultAsync<readonly User[], Unavailable> =>
    users.map(sortDamaged).andThen((sorted) =>
      sorted.damaged.length === 0
        ? okAsync(sorted.sound)
        : nameDamaged(
            sorted.damaged.map(({ id }) => id),
            session,
            sql,
          ),
    )
  return {
    insertAll: (entries) => insertUsers(session, entries, pool, sql),
    updateAll: (changes) => session.write((view) => updateAll(view, changes, pool, sql)),
    removeAll: (ids) => session.write(async (view) => ok(await removeAll(view, ids, pool, dialect))),
    findHeld: (keys) =>
      session[keys.some(isIdKey) ? 'read' : 'readOne']((view) => heldAmong(view, keys, sql)),
    findByKey: (key) =>
      asked(
        session.readOne(async (view) => {
          const row = await firstRow(view, sql.byKey(key))
          if (row === undefined || row.owner === null) return []
          if (!view.isLocking) return [toUser(row)]
          return (await view.run(sql.byIds([row.owner], view))).rows.map(toUser)
        }),
      ).map(([user]) => user),
    findByIds: (ids) =>
      asked(session.readOne(async (view) => (await view.run(sql.byIds(ids, view))).rows.map(toUser))),
    list: (query) =>
      session.readOne(async (view) => (await view.run(listStatement(query, pool, dialect))).rows.map(toUser)),
    count: (filter) =>
      session.readOne(
        async (view) => (await firstRow(view, countStatement(filter, pool, dialect)))?.users ?? 0,
      ),
    recordSignIn: (id, at, ip) =>
      session.writeOne(async (view) => {
        await view.run(sql.recordSignIn(id, at, ip))
        return ok()
      }),
  }
}

/** Names the users that cannot be read, and the tenants they belong to: these are stored apart from their records. */
const nameDamaged = (
  ids: readonly UserId[],
  session: Session<SqlView>,
  sql: UserStatements,
): ResultAsync<never, Unavailable> =>
  session
    .readOne(async (view) => (await view.run(sql.findable(ids, view))).rows)
    .andThen((rows) =>
      errAsync(
        unreadable(
          rows.map((row) => ({
            record: 'user',
            userId: row.id,
            tenantIds: readFindable(row)?.terms['tenant'] ?? [],
          })),
        ),
      ),
    )

/** Frees the keys of all users before any of them claims the new ones, so that users may exchange keys. */
const updateAll = async (
  view: SqlView,
  changes: readonly UserChange[],
  pool: UserPoolId,
  sql: UserStatements,
): Promise<Result<void, UsersOvertaken | KeysTaken>> => {
  const entries = changes.map(({ to }) => to)
  const ids = entries.map(({ user }) => user.id)
  const present = await view.run(sql.findable(ids, view))
  const overtaken: UserId[] = []
  for (const { from, to } of changes)
    if (!(await hasChanged(view, sql.update(from, toUserRow(to, pool))))) overtaken.push(to.user.id)
  if (overtaken.length > 0) return err({ kind: 'users-overtaken', userIds: overtaken })
  await removeFindable(view, present.rows, sql)
  return addFindable(view, entries, pool, sql)
}

const removeAll = async (
  view: SqlView,
  ids: readonly UserId[],
  pool: UserPoolId,
  dialect: Dialect,
): Promise<readonly UserId[]> => {
  const sql = userStatements(pool, dialect)
  const { rows } = await view.run(sql.findable(ids, view))
  const found = rows.map(({ id }) => userId(id))
  if (found.length === 0) return []
  const { keys } = await removeFindable(view, rows, sql)
  const sourceKeys = await eraseLedgerRows(view, found, pool, dialect)
  for (const removal of sql.removals(found)) await view.run(removal)
  view.erase?.([...found, ...keys.map(({ key }) => key), ...sourceKeys])
  return found
}

type FindableRow = { readonly id: string; readonly findable: string }

/** Answers the removed keys, as far as they are known. */
const removeFindable = async (
  view: SqlView,
  rows: readonly FindableRow[],
  sql: UserStatements,
): Promise<Pick<Findable, 'keys'>> => {
  const found = rows.map((row) => ({ id: row.id, findable: readFindable(row) }))
  const known = found.flatMap(({ findable }) => findable ?? [])
  const lost = found.filter(({ findable }) => findable === undefined).map(({ id }) => id)
  const removals = [
    ...sql.findableRemovals(
      found.map(({ id }) => id),
      known,
    ),
    ...(lost.length === 0 ? [] : sql.findableSearch(lost)),
  ]
  for (const removal of removals) await view.run(removal)
  return { keys: known.flatMap(({ keys }) => keys) }
}
