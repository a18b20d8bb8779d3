import {
  beginSealingBatch,
  type Credential,
  type Instant,
  type Notice,
  type SealingBatch,
  type SecondFactor,
  type PasswordHash,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import {
  earnedNotices,
  importedEvent,
  makeUser,
  nextCredential,
  originOf,
  userEntry,
  type NoticePlan,
} from '@keepsake/domain/rules'
import { ResultAsync } from 'neverthrow'
import { hashesAtOnce, type Context } from '../../context.ts'
import { makeSecondFactor, noMatch } from '../authenticators/make-second-factor.ts'
import { makeActivationNotice } from '../activations/activation-notice.ts'
import { eachRow } from '../shared/each-row.ts'
import { fewAtOnce, type FewAtOnce } from '../shared/few-at-once.ts'
import { makeNotice } from '../shared/make-notice.ts'
import { andThen, combineParts, type MaybeAsync } from '../shared/maybe-async.ts'
import { sealNotice } from '../shared/seal-notice.ts'
import type { AcceptedRow, OpenPassword, ReadyRow } from './row.ts'

/** What all rows of a batch share. */
type Batch = {
  readonly plan: NoticePlan
  readonly now: Instant
  readonly limited: FewAtOnce
  readonly sealing: SealingBatch
}

/** Does the expensive work of every row: it hashes passwords and seals secrets. */
export const makeReady = (
  rows: readonly AcceptedRow[],
  plan: NoticePlan,
  context: Context,
): ResultAsync<readonly ReadyRow[], Unavailable> => {
  const batch = {
    plan,
    now: context.ports.system.clock(),
    limited: fewAtOnce(hashesAtOnce),
    sealing: beginSealingBatch(context.settings.pool),
  }
  return eachRow(rows, (row) => makeRowReady(row, batch, context))
}

const makeRowReady = (row: AcceptedRow, batch: Batch, context: Context): MaybeAsync<ReadyRow> => {
  const { draft, memberships, password, otp } = row
  const { next: user, event } = makeUser(draft, memberships, context.ports.system.newId, batch.now)
  const parts = combineParts<[Credential | undefined, SecondFactor | undefined, readonly Notice[]]>([
    makeCredential(user, row, batch, context),
    otp === undefined
      ? undefined
      : makeSecondFactor(user.id, otp, noMatch, batch.now, context, batch.sealing),
    makeNotices(user, password, batch, context),
  ])
  return andThen(parts, ([credential, secondFactor, notices]): ReadyRow => ({
    ...row,
    user,
    // Made here, row by row: inside the transaction, others would wait for the terms of the whole batch.
    entry: userEntry(user, row.keys),
    credential,
    secondFactor,
    notices,
    events: secondFactor === undefined ? [event] : [event, importedEvent(secondFactor)],
  }))
}

const makeCredential = (
  { id: userId }: User,
  { password, passwordPast: { setAt, origin: given } }: AcceptedRow,
  { now, limited }: Batch,
  { ports, settings }: Context,
): MaybeAsync<Credential | undefined> => {
  if (password.kind === 'none' || password.kind === 'activate') return undefined
  const { mustChange } = password
  const origin = originOf(password.kind === 'keep', given, now)
  return andThen(makeHash(password, limited, ports), (hash) =>
    nextCredential(undefined, { userId, hash, mustChange, origin, setAt }, now, settings.passwords.policy),
  )
}

/** The hash that is stored for a password. */
export const makeHash = (
  password: Exclude<OpenPassword, { readonly kind: 'none' | 'activate' }>,
  limited: FewAtOnce,
  { passwordHasher, passwordVerifier }: Context['ports'],
): MaybeAsync<PasswordHash> => {
  if (password.kind === 'hash') return limited(() => passwordHasher.hash(password.plain))
  return password.wrap ? limited(() => passwordVerifier.wrap(password.hash)) : password.hash
}

/** Each notice has its own link, or the generated password, sealed for that notice only. */
const makeNotices = (
  user: User,
  password: OpenPassword,
  { plan, now, sealing }: Batch,
  context: Context,
): MaybeAsync<readonly Notice[]> => {
  const earned = earnedNotices(plan, user)
  if (password.kind === 'activate')
    return ResultAsync.combine(earned.map((each) => makeActivationNotice(each, user.id, context, sealing)))
  const notices = earned.map((each) => makeNotice(each, user.id, context, now))
  return password.kind === 'hash' && password.generated
    ? ResultAsync.combine(notices.map((notice) => sealNotice(notice, password.plain, context, sealing)))
    : notices
}
