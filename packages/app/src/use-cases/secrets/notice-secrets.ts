import {
  beginSealingBatch,
  isDamaged,
  noticeKinds,
  type DamagedItem,
  type Notice,
  type Sealed,
  type SealingBatch,
  type SealPlace,
  type Secret,
  type Unavailable,
} from '@keepsake/domain'
import { tokenOfNotice, type PasswordTokenKind } from '@keepsake/domain/rules'
import { okAsync, ResultAsync } from 'neverthrow'
import { sealPlace, type PoolContext } from '../../context.ts'
import { renewPasswordToken } from '../passwords/password-token.ts'
import { atNextTurn } from '../shared/next-turn.ts'
import { nothingRotated, rotatedBoth, unopenedOf, type SealingRotation } from './rotation.ts'
import type { SealedWalk, Sight } from './sealed-walk.ts'
import { orUnopened, sortOpened, type UnopenedItem } from './unopened-items.ts'

/** The secrets of waiting and dead notices, including tokens, which are sealed themselves. */
export const noticeSecrets: SealedWalk = {
  rotate: (context) =>
    eachSealed<SealingRotation>(
      context,
      (notices, before) => rotatePage(notices, context).map((rotated) => rotatedBoth(before, rotated)),
      nothingRotated,
    ),
  visit: (context, see) =>
    eachSealed<undefined>(context, (notices) => visitPage(notices, context, see), undefined),
}

type SealedNotice = (Notice | DamagedItem) & { readonly secret: Sealed }

/** Small, so that no page blocks others for long. */
const pageSize = 200

/** Reads every notice that has a secret, page by page. */
const eachSealed = <T>(
  context: PoolContext,
  visit: (notices: readonly SealedNotice[], before: T) => ResultAsync<T, Unavailable>,
  start: T,
  after?: string,
): ResultAsync<T, Unavailable> =>
  context.storage.outbox.listSealed(after, pageSize).andThen((notices) => {
    const last = notices.at(-1)
    if (last === undefined) return okAsync(start)
    return visit(notices.filter(isSealed), start)
      .andThen(atNextTurn)
      .andThen((so) => eachSealed(context, visit, so, last.id))
  })

const isSealed = (notice: Notice | DamagedItem): notice is SealedNotice => notice.secret !== undefined

const visitPage = (
  notices: readonly SealedNotice[],
  context: PoolContext,
  see: Sight,
): ResultAsync<undefined, Unavailable> => {
  const { secretBox } = context.ports
  for (const { secret } of notices)
    see.resting({
      field: 'notice_secret',
      key: secretBox.keyIdOf(secret),
      isCurrent: secretBox.isCurrent(secret),
    })
  return ResultAsync.combine(
    notices
      .filter(({ secret }) => !secretBox.isCurrent(secret))
      .map((notice) =>
        orUnopened(secretBox.open(notice.secret, placeOf(notice, context)), itemOf(notice, context)),
      ),
  ).map((opened) => {
    for (const item of sortOpened(opened).unopened) see.unopened(item)
    return undefined
  })
}

/** All cryptography for a page is done before its transaction begins. */
const rotatePage = (
  notices: readonly SealedNotice[],
  context: PoolContext,
): ResultAsync<SealingRotation, Unavailable> => {
  const stale = notices.filter(({ secret }) => !context.ports.secretBox.isCurrent(secret))
  const current = notices.length - stale.length
  if (stale.length === 0) return okAsync({ resealed: 0, current })
  const batch = beginSealingBatch(context.settings.pool)
  return ResultAsync.combine(
    stale.map((notice) => orUnopened(sealAnew(notice, context, batch), itemOf(notice, context))),
  ).andThen((results) => {
    const { opened, unopened } = sortOpened(results)
    return write(opened, context).map((resealed) => ({ resealed, current, ...unopenedOf(unopened) }))
  })
}

type Resealing = { readonly id: string; readonly from: Sealed; readonly to: Sealed }

/** Answers how many were written. */
const write = (
  resealings: readonly Resealing[],
  { storage }: PoolContext,
): ResultAsync<number, Unavailable> =>
  resealings.length === 0
    ? okAsync(0)
    : storage
        .atomically(({ outbox }) =>
          ResultAsync.combine(resealings.map(({ id, from, to }) => outbox.reseal(id, from, to))),
        )
        .map((outcomes) => outcomes.filter((outcome) => outcome === 'resealed').length)

const placeOf = ({ id, userId }: SealedNotice, context: PoolContext): SealPlace =>
  sealPlace(context, userId, { field: 'notice_secret', record: id })

const itemOf = ({ id, userId, secret }: SealedNotice, { ports }: PoolContext): UnopenedItem => ({
  field: 'notice_secret',
  id,
  userId,
  key: ports.secretBox.keyIdOf(secret),
})

const sealAnew = (
  notice: SealedNotice,
  context: PoolContext,
  batch: SealingBatch,
): ResultAsync<Resealing, Unavailable> => {
  const { secretBox } = context.ports
  const { id, secret: from } = notice
  const place = placeOf(notice, context)
  return secretBox
    .open(from, place)
    .andThen((secret) => renewed(tokensOf(notice), secret, context, batch))
    .andThen((secret) => secretBox.seal(secret, place, batch))
    .map((to) => ({ id, from, to }))
}

/** The kinds of token that a notice may contain. If its record cannot be read, any of them. */
const tokensOf = (notice: SealedNotice): readonly PasswordTokenKind[] => {
  const kinds = isDamaged(notice) ? noticeKinds : [notice.kind]
  return kinds.flatMap((kind) => tokenOfNotice[kind] ?? [])
}

const renewed = (
  [kind, ...others]: readonly PasswordTokenKind[],
  secret: Secret<string>,
  context: PoolContext,
  batch: SealingBatch,
): ResultAsync<Secret<string>, Unavailable> =>
  kind === undefined
    ? okAsync(secret)
    : renewPasswordToken(kind, secret, context, batch).andThen((token) =>
        renewed(others, token, context, batch),
      )
