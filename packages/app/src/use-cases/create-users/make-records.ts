import {
  earnedNotices,
  makeUser,
  type Credential,
  type Instant,
  type Notice,
  type NoticePlan,
  type OtpSet,
  type PasswordHash,
  type PlainPassword,
  type PlacedKey,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import { sealPlace, type Context } from '../../context.ts'
import { makeOtpSet, noMatch } from '../authenticators/make-second-factor.ts'
import { makeActivationNotice } from '../activations/activation-notice.ts'
import type { FewAtOnce } from '../shared/few-at-once.ts'
import { following, together, type Soon } from '../shared/maybe-async.ts'
import type { AcceptedRow } from './judge-batch.ts'
import type { OpenPassword } from './open-password.ts'

/** Everything to write for one row, ready to be stored: passwords hashed, secrets sealed. */
export type RowRecords = {
  readonly row: number
  readonly user: User
  readonly keys: readonly PlacedKey[]
  readonly credential: Credential | undefined
  readonly otps: OtpSet | undefined
  readonly notices: readonly Notice[]
}

/** Does the expensive work of a row. `limited` limits how many rows of a batch are worked on at once. */
export const makeRecords = (
  accepted: AcceptedRow,
  plan: NoticePlan,
  now: Instant,
  limited: FewAtOnce,
  context: Context,
): Soon<RowRecords> => {
  const { row, keys, draft, memberships, password, otp } = accepted
  const user = makeUser(draft, memberships, context.ports.sources.newId, now)
  const parts = together<[Credential | undefined, OtpSet | undefined, readonly Notice[]]>([
    makeCredential(user, password, now, limited, context),
    otp === undefined ? undefined : makeOtpSet(user.id, otp, noMatch, now, context),
    makeNotices(user, password, plan, now, context),
  ])
  return following(parts, ([credential, otps, notices]) => ({ row, user, keys, credential, otps, notices }))
}

const makeCredential = (
  user: User,
  password: OpenPassword,
  now: Instant,
  limited: FewAtOnce,
  { ports }: Context,
): Soon<Credential | undefined> => {
  if (password.kind === 'none' || password.kind === 'activate') return undefined
  return following(makeHash(password, limited, ports), (made) => ({
    userId: user.id,
    hash: made,
    setAt: now,
    mustChange: password.mustChange,
    former: [],
  }))
}

const makeHash = (
  password: Exclude<OpenPassword, { readonly kind: 'none' | 'activate' }>,
  limited: FewAtOnce,
  { passwordHasher, passwordVerifier }: Context['ports'],
): Soon<PasswordHash> => {
  if (password.kind === 'hash') return limited(() => passwordHasher.hash(password.plain))
  return password.wrap ? limited(() => passwordVerifier.wrap(password.hash)) : password.hash
}

const makeNotices = (
  user: User,
  password: OpenPassword,
  plan: NoticePlan,
  now: Instant,
  context: Context,
): Soon<readonly Notice[]> => {
  const earned = earnedNotices(plan, user)
  if (password.kind === 'activate')
    return ResultAsync.combine(earned.map((each) => makeActivationNotice(each, user.id, context)))
  const notices = earned.map((each): Notice => ({
    ...each,
    id: context.ports.sources.newId(),
    userId: user.id,
    createdAt: now,
  }))
  return password.kind === 'hash' && password.generated
    ? ResultAsync.combine(notices.map((notice) => withSecret(notice, password.plain, context)))
    : notices
}

/** Each notice contains the password, sealed for that notice only. */
const withSecret = (
  notice: Notice,
  password: PlainPassword,
  context: Context,
): ResultAsync<Notice, Unavailable> =>
  context.ports.secretBox
    .seal(password, sealPlace(context, notice.userId, { field: 'notice_secret', record: notice.id }))
    .map((secret) => ({ ...notice, secret }))
