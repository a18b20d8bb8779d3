import { keyText, type KeysTaken, type UniqueKey, type UserEntry, type UserPoolId } from '@keepsake/domain'
import { isIdKey } from '../user-ids.ts'
import { bytesOf } from './bytes.ts'
import type { KeyRow } from './dialect.ts'
import type { RowOf } from './tables.ts'
import { interrupted } from './interrupted.ts'
import type { UserStatements } from './user-statements.ts'
import type { SqlView } from './view.ts'

/**
 * Claims the keys of all entries for their users. Answers which keys are taken, by other users or by one another; some
 * may be written in that case.
 */
export const claimKeys = async (
  view: SqlView,
  entries: readonly UserEntry[],
  pool: UserPoolId,
  sql: UserStatements,
): Promise<KeysTaken | undefined> => {
  const { claims, shared } = claimsOf(entries)
  const rows = claims.map((claim) => toKeyRow(claim, pool))
  if (shared.length === 0 && (await view.insertNew('keepsake_unique_keys', rows))) return undefined
  const taken = await takenAmong(view, claims, sql)
  if (taken.length + shared.length === 0) throw interrupted
  return { kind: 'keys-taken', keys: uniqueKeys([...taken, ...shared]) }
}

/** Which of the keys are held by a user, in their order. An id is in the user's own row. */
export const heldAmong = async (
  view: SqlView,
  keys: readonly UniqueKey[],
  sql: UserStatements,
): Promise<readonly UniqueKey[]> => {
  const owners = await ownersOf(
    view,
    keys.filter((key) => !isIdKey(key)),
    sql,
  )
  const ids = keys.filter(isIdKey).map(({ key }) => key)
  const present = new Set(ids.length === 0 ? [] : (await view.run(sql.present(ids))).rows.map(({ id }) => id))
  return keys.filter((key) => (isIdKey(key) ? present.has(key.key) : owners.has(keyText(key))))
}

/** The owners of those keys that a user holds, by `keyText`. */
const ownersOf = async (
  view: SqlView,
  keys: readonly UniqueKey[],
  sql: UserStatements,
): Promise<ReadonlyMap<string, string>> => {
  const held = new Map<string, string>()
  for (let start = 0; start < keys.length; start += keysAtATime) {
    const { rows } = await view.run(sql.owners(keys.slice(start, start + keysAtATime)))
    for (const row of rows) held.set(keyText(toKey(row)), row.user_id)
  }
  return held
}

/** A statement of MySQL may have 65,535 values. */
const keysAtATime = 10_000

type Claim = { readonly key: UniqueKey; readonly userId: string }

type Claims = {
  /**
   * Each key once, in an order that is the same for all callers: if two want the same keys, neither waits for the
   * other.
   */
  readonly claims: readonly Claim[]
  /** The keys that several of the users claim. */
  readonly shared: readonly UniqueKey[]
}

const claimsOf = (entries: readonly UserEntry[]): Claims => {
  const claims = new Map<string, Claim>()
  const shared: UniqueKey[] = []
  for (const { user, keys } of entries)
    for (const key of keys) {
      const text = keyText(key)
      const claim = claims.get(text) ?? { key, userId: user.id }
      claims.set(text, claim)
      if (claim.userId !== user.id) shared.push(key)
    }
  const inOrder = [...claims].toSorted(([one], [other]) => (one < other ? -1 : 1))
  return { claims: inOrder.map(([, claim]) => claim), shared }
}

/** Which of the claimed keys other users hold. */
const takenAmong = async (
  view: SqlView,
  claims: readonly Claim[],
  sql: UserStatements,
): Promise<readonly UniqueKey[]> => {
  const held = await ownersOf(
    view,
    claims.map(({ key }) => key),
    sql,
  )
  return claims
    .filter((claim) => ![undefined, claim.userId].includes(held.get(keyText(claim.key))))
    .map(({ key }) => key)
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
