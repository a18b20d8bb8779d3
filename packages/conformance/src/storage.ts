import { allowanceCases } from './storage/allowances.ts'
import { attemptWaitCases } from './storage/attempt-waits.ts'
import { attemptCases } from './storage/attempts.ts'
import { atomicallyCases } from './storage/atomically.ts'
import { clockJumpCases } from './storage/clock-jumps.ts'
import { isolationCases } from './storage/isolation.ts'
import type { StorageCase } from './storage/case.ts'
import { credentialChangeCases } from './storage/credential-changes.ts'
import { credentialCases } from './storage/credentials.ts'
import { hostileTextCases } from './storage/hostile-texts.ts'
import { knownNetworkCases } from './storage/known-networks.ts'
import { ledgerContentCases } from './storage/ledger-contents.ts'
import { ledgerCases } from './storage/ledgers.ts'
import { ledgerTransactionCases } from './storage/ledger-transactions.ts'
import { lifetimeCases } from './storage/lifetime.ts'
import { moveChunkCases } from './storage/move-chunks.ts'
import { doneChunkCases } from './storage/done-chunks.ts'
import { moveCases } from './storage/moves.ts'
import { refusedMoveRowCases } from './storage/refused-move-rows.ts'
import { secondFactorCases } from './storage/second-factors.ts'
import { secondFactorRaceCases } from './storage/second-factor-races.ts'
import { secondFactorSecretCases } from './storage/second-factor-secrets.ts'
import { secondFactorUseCases } from './storage/second-factor-use.ts'
import { outboxChannelCases } from './storage/outbox-channels.ts'
import { outboxItemCases } from './storage/outbox-items.ts'
import { outboxSummaryCases } from './storage/outbox-summaries.ts'
import { outboxCases } from './storage/outbox.ts'
import { poolKeyCases } from './storage/pool-keys.ts'
import { poolCases } from './storage/pools.ts'
import { outboxStateCases } from './storage/outbox-states.ts'
import { sealedItemCases } from './storage/sealed-items.ts'
import { singleUseCases } from './storage/single-use.ts'
import { takenBackCases } from './storage/taken-back.ts'
import { traitCases } from './storage/traits.ts'
import { undoneCases } from './storage/rollback.ts'
import { uniqueKeyCases } from './storage/unique-keys.ts'
import { userChangeCases } from './storage/user-changes.ts'
import { userListCases } from './storage/user-lists.ts'
import { userRemovalCases } from './storage/user-removals.ts'
import { userCases } from './storage/users.ts'

export type { OpenStorage, StorageCase } from './storage/case.ts'
export { secondFactorRaceCases } from './storage/second-factor-races.ts'
export * from './storage/move-records.ts'
export * from './storage/records.ts'

/**
 * The promises of the port `Storage` as data, for any test runner. Give each case a way to open an empty storage.
 *
 * `for (const { name, run } of storageConformance) test(name, () => run(openEmpty))`
 */
export const storageConformance: readonly StorageCase[] = [
  ...userCases,
  ...uniqueKeyCases,
  ...userChangeCases,
  ...userRemovalCases,
  ...userListCases,
  ...credentialCases,
  ...credentialChangeCases,
  ...secondFactorCases,
  ...secondFactorUseCases,
  ...secondFactorSecretCases,
  ...secondFactorRaceCases(),
  ...outboxCases,
  ...outboxItemCases,
  ...outboxChannelCases,
  ...outboxSummaryCases,
  ...outboxStateCases,
  ...sealedItemCases,
  ...singleUseCases,
  ...attemptWaitCases,
  ...takenBackCases,
  ...attemptCases,
  ...allowanceCases,
  ...knownNetworkCases,
  ...moveCases,
  ...moveChunkCases,
  ...doneChunkCases,
  ...refusedMoveRowCases,
  ...ledgerCases,
  ...ledgerTransactionCases,
  ...ledgerContentCases,
  ...poolKeyCases,
  ...traitCases,
  ...clockJumpCases,
  ...atomicallyCases,
  ...isolationCases,
  ...undoneCases,
  ...poolCases,
  ...hostileTextCases,
  ...lifetimeCases,
]
