import { AssertionError } from 'node:assert'
import { storageConformance, type StorageCase } from '@keepsake/conformance/storage'
import { describe, expect, test } from 'vitest'
import { brokenClocks } from './broken/clocks.ts'
import { brokenCounters } from './broken/counters.ts'
import { brokenCredentials } from './broken/credentials.ts'
import { brokenSecondFactorSecrets } from './broken/second-factor-secrets.ts'
import { brokenSecondFactors } from './broken/second-factors.ts'
import { brokenOutboxes } from './broken/outbox.ts'
import { brokenLedgers } from './broken/ledgers.ts'
import { brokenMoveChunks } from './broken/move-chunks.ts'
import { brokenMoves } from './broken/moves.ts'
import { brokenPoolKeys } from './broken/pool-keys.ts'
import { brokenTraits } from './broken/traits.ts'
import { brokenTransactions } from './broken/transactions.ts'
import { brokenUserChanges } from './broken/user-changes.ts'
import { brokenUserLists } from './broken/user-lists.ts'
import { brokenUserRemovals } from './broken/user-removals.ts'
import { brokenUsers } from './broken/users.ts'

const broken = [
  ...brokenUsers,
  ...brokenUserChanges,
  ...brokenUserRemovals,
  ...brokenUserLists,
  ...brokenCredentials,
  ...brokenSecondFactors,
  ...brokenSecondFactorSecrets,
  ...brokenOutboxes,
  ...brokenCounters,
  ...brokenMoves,
  ...brokenMoveChunks,
  ...brokenLedgers,
  ...brokenPoolKeys,
  ...brokenTraits,
  ...brokenClocks,
  ...brokenTransactions,
]

const caseOf = (name: string): StorageCase | undefined =>
  storageConformance.find((each) => each.name === name)

// That the cases pass on a storage which keeps every promise is what each storage's own test shows.
describe('the conformance cases see a storage that', () => {
  test.each(broken)('$breaks', async ({ caughtBy, open }) => {
    const found = caseOf(caughtBy)
    expect(found).toBeDefined()
    await expect(found?.run(async () => open())).rejects.toThrow(AssertionError)
  })
})

test('each conformance case has a name of its own', () => {
  const names = storageConformance.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})
