import type { UserId } from '@keepsake/domain'
import { eraseLedgerRows } from './moves/ledger.ts'
import { putSecondFactors } from './put-second-factors.ts'
import type { Tables } from './tables.ts'

/** Removes a user with everything that belongs to it, and answers whether there was one. */
export const removeUser = (tables: Tables, userId: UserId): boolean => {
  if (tables.users.get(userId) === undefined) return false
  for (const key of tables.findable.get(userId)?.keys ?? []) tables.owners.put(key, undefined)
  putSecondFactors(tables, { userId, authenticators: [], recoveryCodes: [] })
  const owed = [...tables.outbox.entries()].filter(([, { item }]) => item.userId === userId)
  for (const [id] of owed) tables.outbox.put(id, undefined)
  eraseLedgerRows(tables, userId)
  for (const table of [
    tables.findable,
    tables.credentials,
    tables.factorUses,
    tables.knownNetworks,
    tables.users,
  ])
    table.put(userId, undefined)
  return true
}
