import type {
  AttemptStore,
  Claimed,
  CredentialsOvertaken,
  CredentialStore,
  DamagedItem,
  FailureCount,
  HashCount,
  KeysTaken,
  KnownNetworks,
  FingerprintOwner,
  SecondFactorsOvertaken,
  SecondFactorStore,
  Outbox,
  OutboxCounts,
  OutboxItem,
  OutboxSummary,
  PoolKey,
  PoolKeyPurpose,
  PoolKeyStore,
  PoolTraits,
  Reservation,
  SingleUseStore,
  Stores,
  UsersOvertaken,
  UserStore,
} from '@keepsake/domain'
import {
  answers,
  answersOr,
  count,
  credential,
  damagedItem,
  damagedSecondFactor,
  damagedUser,
  deliveryFailure,
  domainEvent,
  either,
  flag,
  instant,
  listOf,
  notice,
  nothing,
  optional,
  secondFactor,
  passwordHash,
  positive,
  outboxEntry,
  recordOf,
  someOf,
  someText,
  text,
  uniqueKey,
  user,
  wordOf,
  type Check,
  type Promises,
} from '@keepsake/domain/guard'
import { movePromises } from './move-store.ts'

const keysTaken = recordOf<KeysTaken>({
  kind: wordOf<KeysTaken['kind']>({ 'keys-taken': true }),
  keys: someOf(uniqueKey),
})
const usersOvertaken = recordOf<UsersOvertaken>({
  kind: wordOf<UsersOvertaken['kind']>({ 'users-overtaken': true }),
  userIds: listOf(someText),
})
const credentialsOvertaken = recordOf<CredentialsOvertaken>({
  kind: wordOf<CredentialsOvertaken['kind']>({ 'credentials-overtaken': true }),
  userIds: listOf(someText),
})
const secondFactorsOvertaken = recordOf<SecondFactorsOvertaken>({
  kind: wordOf<SecondFactorsOvertaken['kind']>({ 'second-factors-overtaken': true }),
  userIds: listOf(someText),
})

const users: Promises<UserStore> = {
  insertAll: answersOr(nothing, keysTaken),
  updateAll: answersOr(nothing, either(usersOvertaken, keysTaken)),
  removeAll: answers(listOf(someText)),
  findHeld: answers(listOf(uniqueKey)),
  findByKey: answers(optional(user)),
  findByIds: answers(listOf(user)),
  list: answers(listOf(either(user, damagedUser))),
  count: answers(count),
  recordSignIn: answers(nothing),
}

const credentials: Promises<CredentialStore> = {
  insertAll: answers(nothing),
  findByUserIds: answers(listOf(credential)),
  upgrade: answers(wordOf<'upgraded' | 'overtaken'>({ upgraded: true, overtaken: true })),
  replace: answers(wordOf<'replaced' | 'overtaken'>({ replaced: true, overtaken: true })),
  replaceAll: answersOr(nothing, credentialsOvertaken),
  requireChange: answers(nothing),
  survey: answers(listOf(recordOf<HashCount>({ users: count, example: passwordHash }))),
}

const resealed = wordOf<'resealed' | 'overtaken'>({ resealed: true, overtaken: true })
const used = wordOf<'accepted' | 'used-before'>({ accepted: true, 'used-before': true })

const secondFactors: Promises<SecondFactorStore> = {
  writeAll: answersOr(nothing, secondFactorsOvertaken),
  findByUserIds: answers(listOf(secondFactor)),
  findOwners: answers(listOf(recordOf<FingerprintOwner>({ fingerprint: text, userId: someText }))),
  list: answers(listOf(either(secondFactor, damagedSecondFactor))),
  acceptStep: answers(used),
  useRecoveryCode: answers(used),
  reseal: answers(resealed),
}

const counts = { waiting: count, sent: count, dead: count, oldestWaiting: optional(instant) }

const summary = recordOf<OutboxSummary>({
  ...counts,
  channels: listOf(
    recordOf<OutboxCounts & { readonly channel?: string }>({ ...counts, channel: optional(text) }),
  ),
  failures: listOf(
    recordOf<FailureCount>({
      channel: optional(text),
      state: wordOf<'waiting' | 'dead'>({ waiting: true, dead: true }),
      failure: deliveryFailure,
      reason: optional(text),
      count,
    }),
  ),
})

const outboxOf = <Item extends OutboxItem>(item: Check<Item>): Promises<Outbox<Item>> => ({
  addAll: answers(nothing),
  claim: answers(
    listOf(recordOf<Claimed<Item | DamagedItem>>({ item: either(item, damagedItem), attempt: positive })),
  ),
  markSent: answers(nothing),
  postpone: answers(nothing),
  bury: answers(nothing),
  redrive: answers(count),
  list: answers(listOf(outboxEntry(either(item, damagedItem)))),
  summary: answers(summary),
  forgetSent: answers(count),
  drop: answers(count),
  listSealed: answers(listOf(either(item, damagedItem))),
  reseal: answers(resealed),
})

const singleUse: Promises<SingleUseStore> = {
  spend: answers(wordOf<'first' | 'spent-before'>({ first: true, 'spent-before': true })),
  isSpent: answers(flag),
}

const granted = recordOf<{ readonly granted: true }>({ granted: (value): value is true => value === true })
const refused = recordOf<{ readonly granted: false; readonly retryAt: number }>({
  granted: (value): value is false => value === false,
  retryAt: instant,
})

const attempts: Promises<AttemptStore> = {
  reserve: answers(either(granted, refused) as Check<Reservation>),
  takeBack: answers(nothing),
  giveBack: answers(nothing),
  clear: answers(count),
}

const knownNetworks: Promises<KnownNetworks> = { remember: answers(nothing), isKnown: answers(flag) }

const poolKey = recordOf<PoolKey>({
  id: someText,
  purpose: wordOf<PoolKeyPurpose>({ digest: true }),
  secret: someText,
  createdAt: instant,
})

const poolKeys: Promises<PoolKeyStore> = {
  find: answers(optional(poolKey)),
  addFirst: answers(poolKey),
  reseal: answers(resealed),
}

const traits: Promises<PoolTraits> = {
  claim: answers(text),
  replace: answers(wordOf<'replaced' | 'overtaken'>({ replaced: true, overtaken: true })),
}

/** What every store of a pool promises. */
export const storePromises: { readonly [S in keyof Stores]: Promises<Stores[S]> } = {
  users,
  credentials,
  secondFactors,
  outbox: outboxOf(notice),
  events: outboxOf(domainEvent),
  singleUse,
  attempts,
  knownNetworks,
  moves: movePromises,
  poolKeys,
  traits,
}
