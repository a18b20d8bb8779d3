import { knownForMs, type Credential, type PasswordHash, type Unavailable, type User } from '@keepsake/domain'
import { isOvertaken, type SignInVerdict } from '@keepsake/domain/rules'
import { errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import { takeBackLater } from '../../guessing/take-back.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import type { Proved } from './check-second-factor.ts'
import { clearRows, giveBack } from './count-ways.ts'
import type { Recorded } from './outcome.ts'
import { useUp } from './shown-code.ts'
import { parseAddress, networkOf } from './network-of.ts'

/** How a proof is recorded. */
export type Recording = {
  /** Whether the user is signed in. Otherwise the proof is for one change. */
  readonly signsIn: boolean
  /** Where the user signs in from. */
  readonly ip?: string | undefined
  /** A hash of the same password that replaces a weaker one. */
  readonly stronger?: PasswordHash | undefined
  /** Uses up what may be used for one sign-in only. */
  readonly spend?: (stores: UserStores) => ResultAsync<'first' | 'spent-before', Unavailable>
}

/** What is recorded of a sign-in. The hash of its password no longer matters. */
export type ToRecord = Omit<Proved, 'hash' | 'mustChange'>

/**
 * Writes everything that a right password comes to, in one transaction: the code is used up, the attempts before it are
 * forgotten, and the user has signed in. `overtaken`: since the check, the user was deleted or suspended, has another
 * password, or must change it. Then nobody is signed in, and no code is used up.
 */
export const record = (
  proved: ToRecord,
  recording: Recording,
  context: Context,
): ResultAsync<Recorded, Unavailable> =>
  context.storage
    .atomically((stores) =>
      safeTry(async function* () {
        const settled = yield* settle(proved, recording, stores)
        const inARow = yield* clearRows(proved, stores)
        const account = yield* write(settled, proved.credential, recording, stores, context)
        const { verdict, credential } = settled
        return ok({ inARow, recorded: { verdict, account, credential } })
      }),
    )
    .orElse((failure) => takeBackAll(proved, failure, context))
    .andThen(({ inARow, recorded }) => {
      noteNetwork(recorded, recording, context)
      return giveBack(proved, inARow, context).map(() => ({
        ...recorded,
        ...codesLeft(recorded.verdict, proved),
      }))
    })

/** The network of a user who has signed in gets turns of its own from now on. */
const noteNetwork = (
  { verdict, account }: Recorded,
  { signsIn, ip }: Recording,
  { seenNetworks }: Context,
): void => {
  const network = networkOf(ip)
  if (signsIn && verdict === 'signed_in' && network !== undefined) seenNetworks.note(account.user.id, network)
}

/** What was right must not count as an attempt if it could not be written. */
const takeBackAll = (
  { shown, ...password }: ToRecord,
  failure: Unavailable,
  context: Context,
): ResultAsync<never, Unavailable> =>
  takeBackLater(password, failure, context).orElse(() =>
    shown === undefined ? errAsync(failure) : takeBackLater(shown.admitted, failure, context),
  )

/** The verdict that counts, and the present state of the user. */
type Settled = {
  readonly verdict: SignInVerdict | 'overtaken'
  readonly user: User
  readonly credential: Credential
}

/** Compares a proof with what is stored now, and uses up what may be used once only. */
const settle = (
  { verdict, user, credential, shown }: ToRecord,
  { spend }: Recording,
  stores: UserStores,
): ResultAsync<Settled, Unavailable> =>
  safeTry(async function* () {
    if (!isProof(verdict)) return ok<Settled>({ verdict, user, credential })
    const [present] = yield* stores.users.findByIds([user.id])
    const [password] = yield* stores.credentials.findByUserIds([user.id])
    if (
      present === undefined ||
      password === undefined ||
      isOvertaken(verdict, credential, present, password)
    )
      return ok<Settled>({ verdict: 'overtaken', user, credential })
    const settled = { user: present, credential: password }
    if (shown !== undefined && (yield* useUp(user, shown, stores)) === 'refused')
      return ok<Settled>({ ...settled, verdict: 'wrong_credentials' })
    if (spend !== undefined && (yield* spend(stores)) === 'spent-before')
      return ok<Settled>({ ...settled, verdict: 'overtaken' })
    return ok<Settled>({ ...settled, verdict })
  })

/** Whether the person has proved to be the user. */
const isProof = (verdict: SignInVerdict): verdict is 'signed_in' | 'password_change_required' =>
  verdict === 'signed_in' || verdict === 'password_change_required'

/** Writes the stronger hash and the sign-in, and answers the account as it is then. */
const write = (
  { verdict, user, credential }: Settled,
  { hash: weaker }: Credential,
  { signsIn, ip, stronger }: Recording,
  stores: UserStores,
  { ports }: Context,
): ResultAsync<Account, Unavailable> =>
  safeTry(async function* () {
    // Of several sign-ins at the same time, the first one's hash is kept. A password that was changed meanwhile is kept too.
    if (stronger !== undefined && (verdict === 'signed_in' || verdict === 'otp_required'))
      yield* stores.credentials.upgrade(user.id, weaker, stronger)
    if (!signsIn || verdict !== 'signed_in') return ok(toAccount(user, credential))
    const at = ports.system.clock()
    const lastIp = parseAddress(ip)
    const network = networkOf(ip)
    yield* stores.users.recordSignIn(user.id, at, lastIp)
    yield* network === undefined
      ? okAsync()
      : stores.knownNetworks.remember(user.id, network, at, at + knownForMs)
    const signIns = {
      count: user.signIns.count + 1,
      lastAt: at,
      ...(lastIp === undefined ? {} : { lastIp }),
    }
    return ok(toAccount({ ...user, signIns }, credential))
  })

const codesLeft = (
  verdict: Recorded['verdict'],
  { shown }: ToRecord,
): Pick<Recorded, 'recoveryCodesLeft'> => {
  const left = shown?.recoveryCodesLeft
  return left === undefined || verdict !== 'signed_in' ? {} : { recoveryCodesLeft: left }
}
