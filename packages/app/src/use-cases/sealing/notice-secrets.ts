import type { Notice, NoticeKind, Sealed, Secret, Unavailable } from '@keepsake/domain'
import { okAsync, ResultAsync } from 'neverthrow'
import { sealPlace, type PoolContext } from '../../context.ts'
import { renewPasswordToken, type PasswordTokenKind } from '../passwords/password-token.ts'
import { nothingRotated, rotatedBoth, type SealingRotation } from './rotation.ts'
import type { SealedWalk } from './sealed-walk.ts'

/** The secrets of notices that wait or are dead, and the tokens among them, which are sealed themselves. */
export const noticeSecrets: SealedWalk = {
  rotate: (context) =>
    eachSealed<SealingRotation>(
      context,
      (notices, before) => rotatePage(notices, context).map((rotated) => rotatedBoth(before, rotated)),
      nothingRotated,
    ),
  visit: (context, see) =>
    eachSealed<undefined>(
      context,
      (notices) => {
        const { secretBox } = context.ports
        for (const { secret } of notices)
          see({
            field: 'notice_secret',
            key: secretBox.keyIdOf(secret),
            isCurrent: secretBox.isCurrent(secret),
          })
        return okAsync(undefined)
      },
      undefined,
    ),
}

type SealedNotice = Notice & { readonly secret: Sealed }

/** So that no page holds up others for long. */
const pageSize = 200

/** Goes through every notice that has a secret, page by page. */
const eachSealed = <T>(
  context: PoolContext,
  visit: (notices: readonly SealedNotice[], before: T) => ResultAsync<T, Unavailable>,
  start: T,
  after?: string,
): ResultAsync<T, Unavailable> =>
  context.storage.outbox.listSealed(after, pageSize).andThen((notices) => {
    const last = notices.at(-1)
    if (last === undefined) return okAsync(start)
    return visit(notices.filter(isSealed), start).andThen((so) => eachSealed(context, visit, so, last.id))
  })

const isSealed = (notice: Notice): notice is SealedNotice => notice.secret !== undefined

/** All of a page's cryptography is done before its transaction begins. */
const rotatePage = (
  notices: readonly SealedNotice[],
  context: PoolContext,
): ResultAsync<SealingRotation, Unavailable> => {
  const stale = notices.filter(({ secret }) => !context.ports.secretBox.isCurrent(secret))
  const current = notices.length - stale.length
  if (stale.length === 0) return okAsync({ resealed: 0, current })
  return ResultAsync.combine(stale.map((notice) => sealAnew(notice, context)))
    .andThen((resealings) =>
      context.storage.atomically(({ outbox }) =>
        ResultAsync.combine(resealings.map(({ id, from, to }) => outbox.reseal(id, from, to))),
      ),
    )
    .map((outcomes) => ({ resealed: outcomes.filter((outcome) => outcome === 'resealed').length, current }))
}

type Resealing = { readonly id: string; readonly from: Sealed; readonly to: Sealed }

const sealAnew = (
  { id, kind, userId, secret: from }: SealedNotice,
  context: PoolContext,
): ResultAsync<Resealing, Unavailable> => {
  const { secretBox } = context.ports
  const place = sealPlace(context, userId, { field: 'notice_secret', record: id })
  return secretBox
    .open(from, place)
    .andThen((secret) => renewed(kind, secret, context))
    .andThen((secret) => secretBox.seal(secret, place))
    .map((to) => ({ id, from, to }))
}

/** The notices that tell a token, and which. */
const tokens: Readonly<Partial<Record<NoticeKind, PasswordTokenKind>>> = {
  'account-activation': 'account_activation',
  'password-reset': 'password_reset',
}

const renewed = (
  kind: NoticeKind,
  secret: Secret<string>,
  context: PoolContext,
): ResultAsync<Secret<string>, Unavailable> => {
  const token = tokens[kind]
  return token === undefined ? okAsync(secret) : renewPasswordToken(token, secret, context)
}
