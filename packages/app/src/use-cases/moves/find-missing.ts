import { isDamaged, type LedgerRow, type Unavailable } from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import { nextTurn } from '../shared/next-turn.ts'
import type { Judging } from './judging.ts'
import type { SeenKeys } from './seen-keys.ts'

/** The keys that a source has no more, and how many keys of users it had. */
export type MissingKeys = { readonly keyDigests: readonly string[]; readonly known: number }

const pageRows = 1000

/**
 * Goes through the ledger of a source. A user who has another key that the source still has is not missing. Nor is one for
 * whom an earlier move has seen to it.
 */
export const findMissingKeys = (
  seen: SeenKeys,
  { source, context }: Judging,
): ResultAsync<MissingKeys, Unavailable> =>
  safeTry(async function* () {
    const { moves } = context.storage
    const keyDigests: string[] = []
    let known = 0
    let after: string | undefined
    for (;;) {
      const page = yield* moves.listRows({
        source,
        limit: pageRows,
        ...(after === undefined ? {} : { after }),
      })
      const rows = page.filter((row): row is LedgerRow => !isDamaged(row) && isStanding(row))
      known += rows.length
      const gone = rows.filter(({ keyDigest }) => !seen.has(keyDigest))
      const others = yield* moves.findRowsOfUsers(gone.flatMap(({ userId }) => userId ?? []))
      const standing = new Set(
        others.flatMap((row) => (row.source === source && seen.has(row.keyDigest) ? [row.userId] : [])),
      )
      keyDigests.push(...gone.filter(({ userId }) => !standing.has(userId)).map(({ keyDigest }) => keyDigest))
      after = page.at(-1)?.keyDigest
      if (page.length < pageRows || after === undefined) return ok({ keyDigests, known })
      await nextTurn()
    }
  })

const isStanding = ({ userId, outcome }: LedgerRow): boolean =>
  userId !== undefined && outcome !== 'suspended' && outcome !== 'archived'
