import {
  secondFactorIds,
  sealed,
  type Allowance,
  type AttemptKind,
  type Backoff,
  type CredentialOrigin,
  type SecondFactor,
  type Stores,
  type UserId,
} from '@keepsake/domain'
import { codeHardStop } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { ok } from 'neverthrow'
import { aCredential, anAuthenticator, aSecondFactor, aRecoveryCode } from '../builders/users.ts'
import {
  among,
  call,
  fewOf,
  inTheirOrder,
  moment,
  user,
  users,
  type Calls,
  type PortCall,
} from './port-call.ts'
import { moveCallsOfPort } from './port-move-calls.ts'
import { outboxCalls } from './port-outbox-calls.ts'
import { userCalls } from './port-user-calls.ts'

const hash = among('one', 'other').map((encoded) => ({ format: 'md5', cost: '', encoded }))

/** Of two made-up secrets, and of the authenticators `1` and `2` that each user may have. */
const secret = among('sealed 1', 'sealed 2').map(sealed)
const fingerprint = among('same', 'other')
const keyId = among('key 1', 'key 2')
const authenticatorId = fc.tuple(user, among('1', '2')).map(([of, id]) => `${of} ${id}`)
const codeId = fc.tuple(user, among('3', '4')).map(([of, id]) => `${of} ${id}`)

/** A tenant of `port-user-calls.ts`, or the whole pool. */
const tenant = among('one', undefined)

const set: fc.Arbitrary<SecondFactor> = fc
  .record({
    of: user,
    ids: fc.subarray(['1', '2']),
    codes: fc.subarray(['3', '4']),
    secret,
    fingerprint,
    lastStep: fc.nat({ max: 2 }),
    codeOf: fingerprint,
    usedAt: fc.option(fc.nat({ max: 2 }), { nil: undefined }),
  })
  .map(({ of, ids, codes, codeOf, usedAt, ...rest }) =>
    aSecondFactor(of, {
      authenticators: ids.map((id) => anAuthenticator({ ...rest, id: `${of} ${id}` })),
      recoveryCodes: codes.map((id) =>
        aRecoveryCode({
          id: `${of} ${id}`,
          fingerprint: codeOf,
          ...(usedAt === undefined ? {} : { usedAt }),
        }),
      ),
    }),
  )

/** From what is there, mostly: whatever else there is would be overtaken nearly always. */
const change = fc.record({
  from: fc.oneof(
    { weight: 4, arbitrary: fc.constant('what is there') },
    { weight: 1, arbitrary: fc.constant('nothing') },
  ),
  to: set,
})

const presentIds = (stores: Stores, of: UserId): ReturnType<PortCall['ask']> =>
  stores.secondFactors
    .findByUserIds([of])
    .map(([found]) => (found === undefined ? [] : secondFactorIds(found)))

const origin: fc.Arbitrary<CredentialOrigin> = fc.constantFrom<CredentialOrigin[]>(
  { kind: 'here' },
  { kind: 'moved', at: 1 },
  { kind: 'moved', at: 2, source: 'auth0-prod', digest: 'd1g3st' },
)

const credentialCalls: readonly Calls[] = [
  call(
    'credentials.insertAll',
    fewOf(fc.record({ of: user, hash, mustChange: fc.boolean(), origin })),
    (rows, stores, now) =>
      stores.credentials.insertAll(rows.map(({ of, ...over }) => aCredential(of, { ...over, setAt: now }))),
  ),
  call('credentials.findByUserIds', users, (ids, stores) => stores.credentials.findByUserIds(ids)),
  call(
    'credentials.replace',
    fc.tuple(user, fc.option(hash, { nil: undefined }), hash, origin),
    ([of, from, to, cameFrom], stores, now) =>
      stores.credentials.replace(
        from,
        aCredential(of, { hash: to, setAt: now, former: from === undefined ? [] : [from], origin: cameFrom }),
      ),
  ),
  // No user is changed twice by one call.
  call(
    'credentials.replaceAll',
    fc.uniqueArray(fc.record({ of: user, from: fc.option(hash, { nil: undefined }), to: hash }), {
      maxLength: 3,
      selector: ({ of }) => of,
    }),
    (changes, stores, now) =>
      stores.credentials.replaceAll(
        changes.map(({ of, from, to }) => ({ from, to: aCredential(of, { hash: to, setAt: now }) })),
      ),
  ),
  call('credentials.upgrade', fc.tuple(user, hash, hash), (given, stores) =>
    stores.credentials.upgrade(...given),
  ),
  call('credentials.requireChange', user, (id, stores) => stores.credentials.requireChange(id)),
  // Which of the hashes of a group is told is the store's choice.
  call('credentials.survey', tenant, (of, stores) =>
    stores.credentials
      .survey(of)
      .map((counts) => counts.map(({ users: count, example: { format } }) => ({ count, format }))),
  ),
]

const otpCalls: readonly Calls[] = [
  call('secondFactors.writeAll', fc.tuple(change, fewOf(set)), ([{ from, to }, others], stores) =>
    (from === 'nothing' ? ok([]).asyncMap(async () => []) : presentIds(stores, to.userId)).andThen((ids) =>
      stores.secondFactors.writeAll([
        { from: ids as readonly string[], to },
        ...others.map((other) => ({ from: [], to: other })),
      ]),
    ),
  ),
  call('secondFactors.writeAll', change, ({ to }, stores) =>
    presentIds(stores, to.userId).andThen((ids) =>
      stores.secondFactors.writeAll([{ from: ids as readonly string[], to }]),
    ),
  ),
  call('secondFactors.findByUserIds', users, (ids, stores) => stores.secondFactors.findByUserIds(ids)),
  call('secondFactors.findOwners', fewOf(fingerprint), (given, stores) =>
    stores.secondFactors.findOwners(given),
  ),
  call(
    'secondFactors.list',
    fc.tuple(fc.option(user, { nil: undefined }), fc.nat({ max: 3 }), tenant),
    (given, stores) => inTheirOrder(stores.secondFactors.list(...given)),
  ),
  call(
    'secondFactors.acceptStep',
    fc.tuple(user, authenticatorId, fc.nat({ max: 4 })),
    (given, stores, now) => stores.secondFactors.acceptStep(...given, now),
  ),
  call(
    'secondFactors.useRecoveryCode',
    fc.tuple(user, codeId, fc.option(fingerprint, { nil: undefined })),
    ([of, id, code], stores, now) => stores.secondFactors.useRecoveryCode(of, id, now, code),
  ),
  call('secondFactors.reseal', fc.tuple(user, authenticatorId, secret, secret), (given, stores) =>
    stores.secondFactors.reseal(...given),
  ),
]

const attemptKind = among<AttemptKind>('password', 'authenticator-code', 'password-of-network')
const singleKey = among('key', 'Key')
const allowance = { most: 2, refillMs: 500 }
const limit = among<Allowance | Backoff>(
  codeHardStop,
  { free: 2, firstWaitMs: 500, longestWaitMs: 1000, forgetAfterMs: 1500 },
  allowance,
)

const traitValue = fc.constantFrom('exact', 'ignore-case')

const otherCalls: readonly Calls[] = [
  call('singleUse.spend', fc.tuple(singleKey, moment), ([text, left], stores, now) =>
    stores.singleUse.spend('request-nonce', text, now, now + left),
  ),
  call('singleUse.isSpent', singleKey, (text, stores, now) =>
    stores.singleUse.isSpent('request-nonce', text, now),
  ),
  call('attempts.reserve', fc.tuple(attemptKind, singleKey, limit), (given, stores, now) =>
    stores.attempts.reserve(...given, now),
  ),
  call('attempts.reserve, marked', fc.tuple(attemptKind, singleKey, limit), (given, stores, now) =>
    stores.attempts.reserve(...given, now, `${now}`),
  ),
  call('attempts.takeBack', fc.tuple(attemptKind, singleKey, limit, moment), (given, stores, now) => {
    const [kind, key, of, before] = given
    return stores.attempts.takeBack(kind, key, `${now - before}`, of, now)
  }),
  call('attempts.giveBack', fc.tuple(attemptKind, singleKey, fc.nat({ max: 3 })), (given, stores, now) =>
    stores.attempts.giveBack(...given, allowance, now),
  ),
  call('attempts.clear', fc.tuple(attemptKind, singleKey), (given, stores) =>
    stores.attempts.clear(...given),
  ),
  call('knownNetworks.remember', fc.tuple(user, singleKey, moment), ([of, network, left], stores, now) =>
    stores.knownNetworks.remember(of, network, now, now + left),
  ),
  call('knownNetworks.isKnown', fc.tuple(user, singleKey), ([of, network], stores, now) =>
    stores.knownNetworks.isKnown(of, network, now),
  ),
  call('poolKeys.find', fc.constant('digest' as const), (purpose, stores) => stores.poolKeys.find(purpose)),
  call('poolKeys.addFirst', fc.tuple(keyId, secret), ([id, secret], stores, now) =>
    stores.poolKeys.addFirst({ id, purpose: 'digest', secret, createdAt: now }),
  ),
  call('poolKeys.reseal', fc.tuple(keyId, secret, secret), (given, stores) =>
    stores.poolKeys.reseal(...given),
  ),
  call('traits.claim', traitValue, (value, stores) => stores.traits.claim('username-keys', value)),
  call('traits.replace', fc.tuple(traitValue, traitValue), ([from, to], stores) =>
    stores.traits.replace('username-keys', from, to),
  ),
]

/** Any call of any verb. */
export const portCall: Calls = fc.oneof(
  ...userCalls,
  ...credentialCalls,
  ...otpCalls,
  ...outboxCalls,
  ...moveCallsOfPort,
  ...otherCalls,
)
