import {
  keyText,
  userId,
  type KeysTaken,
  type UserChange,
  type UserEntry,
  type UserId,
  type UserPoolId,
  type UsersOvertaken,
  type UserStore,
} from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { Session } from '../storage-over.ts'
import type { Dialect } from './dialect.ts'
import { readFindable, type Findable } from './findable.ts'
import { countStatement, listStatement } from './list-users.ts'
import { claimKeys, holdersOf } from './unique-keys.ts'
import { toTermRows, toUser, toUserRow } from './user-rows.ts'
import { userStatements, type UserStatements } from './user-statements.ts'
import { firstRow, hasChanged, type SqlView } from './view.ts'

/** The users of a pool in an SQL database. */
export const sqlUsers = (session: Session<SqlView>, pool: UserPoolId, dialect: Dialect): UserStore => {
  const sql = userStatements(pool, dialect)
  return {
    insertAll: (entries) =>
      session.write(async (view) => {
        await view.insertAll(
          'keepsake_users',
          entries.map((entry) => toUserRow(entry, pool)),
        )
        return addFindable(view, entries, pool, sql)
      }),
    updateAll: (changes) => session.write((view) => updateAll(view, changes, pool, sql)),
    removeAll: (ids) => session.write(async (view) => ok(await removeAll(view, ids, sql))),
    findHeld: (keys) =>
      session.readOne(async (view) => {
        const held = await holdersOf(view, keys, sql)
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

const addFindable = async (
  view: SqlView,
  entries: readonly UserEntry[],
  pool: UserPoolId,
  sql: UserStatements,
): Promise<Result<void, KeysTaken>> => {
  const taken = await claimKeys(view, entries, pool, sql)
  if (taken !== undefined) return err(taken)
  await view.insertAll(
    'keepsake_user_terms',
    entries.flatMap((entry) => toTermRows(entry, pool)),
  )
  return ok()
}

/** Frees the keys of all before any of them claims the new ones, so that they may exchange theirs. */
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
  await removeFindable(view, ids, present.rows.map(readFindable), sql)
  return addFindable(view, entries, pool, sql)
}

const removeAll = async (
  view: SqlView,
  ids: readonly UserId[],
  sql: UserStatements,
): Promise<readonly UserId[]> => {
  const { rows } = await view.run(sql.findable(ids, view))
  const found = rows.map(({ id }) => userId(id))
  if (found.length === 0) return []
  const findable = rows.map(readFindable)
  await removeFindable(view, found, findable, sql)
  for (const removal of sql.removals(found)) await view.run(removal)
  view.erase?.([...found, ...findable.flatMap(({ keys }) => keys.map(({ key }) => key))])
  return found
}

const removeFindable = async (
  view: SqlView,
  ids: readonly UserId[],
  findable: readonly Findable[],
  sql: UserStatements,
): Promise<void> => {
  for (const removal of sql.findableRemovals(ids, findable)) await view.run(removal)
}
