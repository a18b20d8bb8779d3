import type {
  LedgerOutcome,
  LedgerRow,
  Move,
  MoveChunk,
  MoveCounts,
  Stores,
  Unavailable,
  User,
  UsersOvertaken,
} from '@keepsake/domain'
import { nextVersion, placedKeys, userEntry } from '@keepsake/domain/rules'
import { err, errAsync, ok, ResultAsync, safeTry } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { clearAttempts } from '../shared/clear-attempts.ts'
import { repeatOvertaken } from '../shared/repeatable-work.ts'
import { sealImage } from './before-image.ts'
import { tally } from './count-names.ts'
import type { Before } from './judged.ts'
import { findBefore } from './known-users.ts'
import { traceOf } from './digests.ts'
import { readRules } from './move-rules.ts'
import { isChunkOvertaken, type ChunkLost, type ChunkOvertaken } from './write-chunk.ts'

type MissingOutcome = Extract<LedgerOutcome, 'suspended' | 'archived' | 'deleted'>

const outcomes = { suspend: 'suspended', archive: 'archived', delete: 'deleted' } as const

/** Does to users whom the source has no more what the plan of the move has decided. */
export const runMissing = (
  move: Move,
  chunk: MoveChunk,
  keyDigests: readonly string[],
  context: PoolContext,
): ResultAsync<MoveCounts, ChunkLost | Unavailable> => {
  const { missing } = readRules(move)
  if (missing === 'ignore' || missing === 'report') throw new Error('Nothing is to be done about the missing')
  return repeatOvertaken<MoveCounts, ChunkLost | Unavailable, ChunkOvertaken>(
    () =>
      findMissing(keyDigests, move, context).andThen((found) =>
        writeMissing(found, outcomes[missing], move, chunk, context),
      ),
    { isOvertaken: isChunkOvertaken, what: 'a chunk' },
  )
}

type Missing = { readonly row: LedgerRow; readonly before: Before }

/** Users who were deleted here since are not missing any more. */
const findMissing = (
  keyDigests: readonly string[],
  { source, id }: Move,
  { storage }: PoolContext,
): ResultAsync<readonly Missing[], Unavailable> =>
  storage.moves.findRows(source, keyDigests).andThen((rows) => {
    // A user may have several keys of the source. The first one stands for all.
    const standing = [
      ...new Map(
        rows
          .filter(({ userId, move }) => userId !== undefined && move !== id)
          .toReversed()
          .map((row) => [row.userId, row]),
      ).values(),
    ]
    return findBefore(
      standing.flatMap(({ userId }) => userId ?? []),
      storage,
    ).map((users) =>
      standing.flatMap((row) => {
        const before = row.userId === undefined ? undefined : users.get(row.userId)
        return before === undefined ? [] : [{ row, before }]
      }),
    )
  })

const writeMissing = (
  found: readonly Missing[],
  outcome: MissingOutcome,
  move: Move,
  chunk: MoveChunk,
  context: PoolContext,
): ResultAsync<MoveCounts, ChunkLost | ChunkOvertaken | Unavailable> => {
  const counts = tally(found.map(() => outcome))
  const claimed = { move: move.id, no: chunk.no, attempt: chunk.attempt }
  return sealImages(found, move, context)
    .andThen((images) =>
      context.storage.atomically((stores) =>
        safeTry(async function* () {
          const rows = found.map((each, index) => nextRow(each, outcome, move, images[index]!, context))
          yield* stores.moves.putRows(rows.map((to) => ({ from: to.revision - 1, to })))
          if (outcome === 'deleted') yield* removeAll(found, stores)
          else yield* changeAll(found, outcome, stores, context)
          const advanced = yield* stores.moves.advance(claimed, counts)
          return advanced === 'advanced' ? ok(counts) : err<MoveCounts, ChunkLost>({ kind: 'chunk-lost' })
        }),
      ),
    )
    .orElse((failure) =>
      failure.kind === 'unavailable' || failure.kind === 'chunk-lost'
        ? errAsync(failure)
        : errAsync<MoveCounts, ChunkOvertaken>({ kind: 'chunk-overtaken' }),
    )
}

const sealImages = (found: readonly Missing[], { id }: Move, context: PoolContext) =>
  ResultAsync.combine(
    found.map(({ row, before: { user, credential, secondFactor } }) =>
      sealImage(
        {
          move: id,
          user,
          row: { ...row, before: [] },
          ...(credential === undefined ? {} : { credential }),
          ...(secondFactor === undefined ? {} : { secondFactor }),
        },
        row.keyDigest,
        context,
      ),
    ),
  )

const nextRow = (
  { row, before: { user } }: Missing,
  outcome: MissingOutcome,
  { id }: Move,
  image: LedgerRow['before'][number],
  context: PoolContext,
): LedgerRow => {
  const { userId, versionAfter: _, ...rest } = row
  const next = { ...rest, revision: row.revision + 1, outcome, move: id, before: [image, ...row.before] }
  if (outcome === 'deleted' || userId === undefined) return next
  const status = traceOf({ context })('status', statuses[outcome])
  return {
    ...next,
    userId,
    versionAfter: user.version + 1,
    // What the source says next of the status is compared with this.
    fields: { ...row.fields, ...(status === undefined ? {} : { status }) },
  }
}

const statuses = { suspended: 'Suspended', archived: 'Archived' } as const

/** The rows of the ledger were written before without their users, so that they stay. */
const removeAll = (found: readonly Missing[], stores: Stores): ResultAsync<void, Unavailable> =>
  stores.users
    .removeAll(found.map(({ before }) => before.user.id))
    .andThen((ids) => ResultAsync.combine(ids.map((id) => clearAttempts('deletion', id, stores))))
    .map(() => undefined)

const changeAll = (
  found: readonly Missing[],
  outcome: keyof typeof statuses,
  stores: Stores,
  { ports, identifierContext }: PoolContext,
): ResultAsync<void, UsersOvertaken | ChunkOvertaken | Unavailable> => {
  const now = ports.system.clock()
  return stores.users
    .updateAll(
      found.map(({ before: { user } }) => {
        const changed: User = { ...user, status: statuses[outcome] }
        const { next } = nextVersion(user, changed, now)
        return {
          from: user.version,
          to: userEntry(next, placedKeys(next, next.identities, identifierContext)),
        }
      }),
    )
    .mapErr((failure) =>
      // The users keep their keys, so only a change meanwhile can take them.
      failure.kind === 'keys-taken' ? { kind: 'chunk-overtaken' as const } : failure,
    )
}
