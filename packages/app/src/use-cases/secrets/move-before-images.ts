import {
  isDamaged,
  type DamagedLedgerRow,
  type LedgerPlace,
  type LedgerRow,
  type Sealed,
  type Unavailable,
} from '@keepsake/domain'
import { ok, okAsync, ResultAsync, type Result } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { renewImage } from '../moves/before-image.ts'
import { atNextTurn } from '../shared/next-turn.ts'
import { moveBeforePlace } from './move-before-place.ts'
import { nothingRotated, rotatedBoth, unopenedOf, type SealingRotation } from './rotation.ts'
import type { SealedWalk, Sight } from './sealed-walk.ts'
import { orUnopened, sortOpened, type UnopenedItem } from './unopened-items.ts'

/** What users were before a move changed them, in the rows of the ledgers. */
export const moveBeforeImages: SealedWalk = {
  rotate: (context) =>
    eachRow<SealingRotation>(
      context,
      (rows, before) => rotatePage(rows, context).map((rotated) => rotatedBoth(before, rotated)),
      nothingRotated,
    ),
  visit: (context, see) => eachRow<undefined>(context, (rows) => visitPage(rows, context, see), undefined),
}

type AnyRow = LedgerRow | DamagedLedgerRow

/** Small, so that no page blocks others for long. */
const pageSize = 200

/** Reads every row that has a before-image, page by page. */
const eachRow = <T>(
  context: PoolContext,
  visit: (rows: readonly AnyRow[], before: T) => ResultAsync<T, Unavailable>,
  start: T,
  after?: LedgerPlace,
): ResultAsync<T, Unavailable> =>
  context.storage.moves.listSealed(after, pageSize).andThen((rows) => {
    const last = rows.at(-1)
    if (last === undefined) return okAsync(start)
    return visit(rows, start)
      .andThen(atNextTurn)
      .andThen((so) => eachRow(context, visit, so, last))
  })

const visitPage = (
  rows: readonly AnyRow[],
  context: PoolContext,
  see: Sight,
): ResultAsync<undefined, Unavailable> => {
  const { secretBox } = context.ports
  const items = rows.flatMap((row) => {
    if (!isDamaged(row)) return row.before.map((text) => ({ row, text, item: itemOf(row, text, context) }))
    const item = damagedItem(row)
    see.resting({ field: item.field, key: item.key, isCurrent: false })
    see.unopened(item)
    return []
  })
  for (const { text, item } of items)
    see.resting({ field: item.field, key: item.key, isCurrent: secretBox.isCurrent(text) })
  return ResultAsync.combine(
    items
      .filter(({ text }) => !secretBox.isCurrent(text))
      .map(({ row, text, item }) =>
        orUnopened(secretBox.open(text, moveBeforePlace(row.keyDigest, context)), item),
      ),
  ).map((opened) => {
    for (const item of sortOpened(opened).unopened) see.unopened(item)
    return undefined
  })
}

const itemOf = ({ keyDigest, userId }: LedgerRow, text: Sealed, { ports }: PoolContext): UnopenedItem => ({
  field: 'move_before',
  id: keyDigest,
  ...(userId !== undefined && { userId }),
  key: ports.secretBox.keyIdOf(text),
})

/** A row that cannot be read may hold anything, under any key. */
const damagedItem = ({ keyDigest }: DamagedLedgerRow): UnopenedItem => ({
  field: 'move_before',
  id: keyDigest,
  key: 'unknown',
})

/** The texts of a row as they are sealed now, and each as it is to be: sealed anew, or as it is if it does not open. */
type Resealing = {
  readonly row: LedgerRow
  readonly to: readonly Result<Sealed, UnopenedItem>[]
}

/** All cryptography for a page is done before its transaction begins. */
const rotatePage = (
  rows: readonly AnyRow[],
  context: PoolContext,
): ResultAsync<SealingRotation, Unavailable> => {
  const isStale = (text: Sealed): boolean => !context.ports.secretBox.isCurrent(text)
  const sound = rows.filter((row): row is LedgerRow => !isDamaged(row))
  const damaged = rows.filter((row) => isDamaged(row)).map(damagedItem)
  const current = sound.flatMap(({ before }) => before).filter((text) => !isStale(text)).length
  return ResultAsync.combine(
    sound.filter(({ before }) => before.some(isStale)).map((row) => sealAnew(row, context)),
  ).andThen((resealings) => {
    const { unopened } = sortOpened(resealings.flatMap(({ to }) => to))
    return write(resealings, context).map((resealed) => ({
      resealed,
      current,
      ...unopenedOf([...damaged, ...unopened]),
    }))
  })
}

const sealAnew = (row: LedgerRow, context: PoolContext): ResultAsync<Resealing, Unavailable> => {
  const { secretBox } = context.ports
  return ResultAsync.combine(
    row.before.map((text) =>
      secretBox.isCurrent(text)
        ? okAsync<Result<Sealed, UnopenedItem>, Unavailable>(ok(text))
        : orUnopened(renewImage(text, row.keyDigest, context), itemOf(row, text, context)),
    ),
  ).map((to) => ({ row, to }))
}

/** Answers how many texts were written. */
const write = (
  resealings: readonly Resealing[],
  { storage }: PoolContext,
): ResultAsync<number, Unavailable> => {
  const changes = resealings
    .map(({ row, to }) => ({ row, to: row.before.map((text, index) => to[index]?.unwrapOr(text) ?? text) }))
    .map(({ row, to }) => ({ row, to, texts: to.filter((text, index) => text !== row.before[index]).length }))
    .filter(({ texts }) => texts > 0)
  if (changes.length === 0) return okAsync(0)
  return storage
    .atomically(({ moves }) =>
      ResultAsync.combine(changes.map(({ row, to }) => moves.reseal(row, row.before, to))),
    )
    .map((outcomes) =>
      changes.reduce((sum, { texts }, index) => sum + (outcomes[index] === 'resealed' ? texts : 0), 0),
    )
}
