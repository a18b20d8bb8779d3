import {
  secondFactorIds,
  type Instant,
  type KeysTaken,
  type LedgerOvertaken,
  type LedgerRow,
  type LedgerWrite,
  type SecondFactorsOvertaken,
  type SecondFactorWrite,
  type Stores,
  type Unavailable,
  type UserChange,
  type UserEntry,
  type User,
  type UserId,
  type UsersOvertaken,
} from '@keepsake/domain'
import {
  clashes,
  nextVersion,
  placedKeys,
  userEntry,
  type KeyClaim,
  type UndoVerdict,
} from '@keepsake/domain/rules'
import { err, ok, ResultAsync, safeTry } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { clearAttempts } from '../shared/clear-attempts.ts'
import { addedIds, type UndoneRow } from './undo-facts.ts'
import type { ChunkOvertaken } from './write-chunk.ts'

/** A row, and what is done with it. */
export type DecidedUndo = UndoneRow & { readonly verdict: UndoVerdict }

/** Takes back what a move has written for some users, in the given transaction. */
export const undoAll = (
  rows: readonly DecidedUndo[],
  stores: Stores,
  context: PoolContext,
): ResultAsync<
  void,
  KeysTaken | UsersOvertaken | SecondFactorsOvertaken | LedgerOvertaken | ChunkOvertaken | Unavailable
> =>
  safeTry(async function* () {
    const now = context.ports.system.clock()
    const { moves, users, credentials, secondFactors } = stores
    // The rows go first: a user who is removed would erase them, and the source may bring the user again.
    for (const [source, of] of Map.groupBy(rows.filter(leavesLedger), ({ row }) => row.source))
      yield* moves.removeRows(
        source,
        of.map(({ row }) => row.keyDigest),
      )
    const removed = yield* users.removeAll(
      rows.filter(({ verdict }) => verdict === 'remove').flatMap(({ row }) => row.userId ?? []),
    )
    yield* ResultAsync.combine(removed.map((id) => clearAttempts('deletion', id, stores)))
    const restored = rows.filter(({ verdict }) => verdict === 'restore')
    yield* users.updateAll(restored.flatMap((each) => changeBack(each, now, context)))
    const back = rows.filter(({ verdict }) => verdict === 'bring-back')
    yield* users.insertAll(back.flatMap((each) => entryOf(each, now, context)))
    yield* credentials.insertAll(back.flatMap(({ image }) => image?.credential ?? []))
    for (const each of restored) {
      const outcome = yield* putPasswordBack(each, stores)
      if (outcome === 'overtaken') return err<void, ChunkOvertaken>({ kind: 'chunk-overtaken' })
    }
    yield* secondFactors.writeAll([...restored, ...back].flatMap(factorBack))
    yield* moves.putRows([...restored, ...back, ...rows.filter(isForgotten)].flatMap(rowBack))
    return ok()
  })

const isForgotten = ({ verdict }: DecidedUndo): boolean => verdict === 'forget'

/** A user whom the move has created or joined has no key of the source any more. */
const leavesLedger = ({ verdict, image }: DecidedUndo): boolean =>
  verdict === 'remove' || ((verdict === 'restore' || verdict === 'forget') && image?.row === undefined)

/** The former record as a later version. Who asks for changes since a time must see it, so `updatedAt` does not go back. */
const changeBack = (
  { now: present, image }: DecidedUndo,
  now: Instant,
  context: PoolContext,
): readonly UserChange[] => {
  if (present === undefined || image?.user === undefined) return []
  const { next } = nextVersion(present.user, { ...image.user, id: present.user.id }, now)
  const former = { ...next, statusChangedAt: image.user.statusChangedAt, signIns: present.user.signIns }
  return [{ from: present.user.version, to: entry(former, context) }]
}

const entryOf = ({ image }: DecidedUndo, now: Instant, context: PoolContext): readonly UserEntry[] => {
  if (image?.user === undefined) return []
  const { next } = nextVersion(image.user, image.user, now)
  return [entry({ ...next, statusChangedAt: image.user.statusChangedAt }, context)]
}

const entry = (user: User, { identifierContext }: PoolContext): UserEntry =>
  userEntry(user, placedKeys(user, user.identities, identifierContext))

const putPasswordBack = (
  { row, now, image }: DecidedUndo,
  { credentials }: Stores,
): ResultAsync<'replaced' | 'overtaken' | 'left', Unavailable> => {
  const present = now?.credential
  if (present === undefined || row.passwordSetAt === image?.row?.passwordSetAt) return okLeft()
  return image?.credential === undefined ? okLeft() : credentials.replace(present.hash, image.credential)
}

const okLeft = (): ResultAsync<'left', never> => new ResultAsync(Promise.resolve(ok('left' as const)))

const factorBack = ({ now, image, verdict }: DecidedUndo): readonly SecondFactorWrite[] => {
  if (verdict === 'bring-back')
    return image?.secondFactor === undefined ? [] : [{ from: [], to: image.secondFactor }]
  const present = now?.secondFactor
  if (present === undefined || image?.user === undefined) return []
  const added = new Set(addedIds(present, image))
  if (added.size === 0) return []
  const isFormer = ({ id }: { readonly id: string }): boolean => !added.has(id)
  return [
    {
      from: secondFactorIds(present),
      to: {
        userId: present.userId,
        authenticators: present.authenticators.filter(isFormer),
        recoveryCodes: present.recoveryCodes.filter(isFormer),
      },
    },
  ]
}

/** What the ledger knew before the move. The user's record has a new version, which is as much ours as the former one was. */
const rowBack = ({ row, now, image }: DecidedUndo): readonly LedgerWrite[] => {
  const former = image?.row
  if (former === undefined) return []
  const wasOurs = image?.user !== undefined && former.versionAfter === image.user.version
  const version = (now?.user.version ?? image?.user?.version ?? 0) + 1
  const to: LedgerRow = {
    ...former,
    revision: row.revision + 1,
    before: row.before.slice(1),
    ...(wasOurs ? { versionAfter: version } : {}),
  }
  return [{ from: row.revision, to }]
}

/** The rows that cannot be undone because others hold keys of their users by now. */
export const clashingRows = (
  rows: readonly DecidedUndo[],
  { keys }: KeysTaken,
  { identifierContext }: PoolContext,
): ReadonlySet<UserId> => {
  const claims = rows.map(({ image }, row): KeyClaim => ({
    row,
    keys: image?.user === undefined ? [] : placedKeys(image.user, image.user.identities, identifierContext),
  }))
  return new Set([...clashes(claims, keys).keys()].flatMap((row) => rows[row]?.image?.user?.id ?? []))
}
