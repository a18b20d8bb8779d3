import type { AttemptStore, Instant, KnownNetworks, SingleUseStore } from '@keepsake/domain'
import { ok, okAsync } from 'neverthrow'
import { meanwhile, withStore, type BrokenStorage } from './broken-storage.ts'

/** Remembers what was spent; `forget` may drop some of it. */
const spendsBy = (forget: (spent: Set<string>) => void) => (): Partial<SingleUseStore> => {
  const spent = new Set<string>()
  return {
    spend: (kind, key) =>
      okAsync(`${kind}:${key}`)
        .map((text) => ({ text, before: spent.has(text) }))
        .andThen(meanwhile)
        .map(({ text, before }) => {
          spent.add(text)
          forget(spent)
          return before ? 'spent-before' : 'first'
        }),
  }
}

const nothing = (): void => undefined

/** Grants an attempt by what it saw of those before, and counts it later. */
const countsLater = (attempts: AttemptStore): Partial<AttemptStore> => {
  const made = new Map<string, number>()
  return {
    reserve: (kind, key, backoff, now) => {
      const before = made.get(`${kind}:${key}`) ?? 0
      return meanwhile(before).andThen(() => {
        made.set(`${kind}:${key}`, before + 1)
        return before < ('free' in backoff ? backoff.free : backoff.most)
          ? ok({ granted: true } as const)
          : attempts.reserve(kind, key, backoff, now)
      })
    },
  }
}

/** Takes back the newest attempt on a key, once for each mark that it was asked to count there. */
const takesBackWhatWasAsked = (attempts: AttemptStore): Partial<AttemptStore> => {
  const asked = new Set<string>()
  const made = new Map<string, number>()
  return {
    reserve: (kind, key, limit, now, mark) => {
      const place = `${kind}:${key}`
      const next = (made.get(place) ?? 0) + 1
      asked.add(`${place}:${mark}`)
      return attempts.reserve(kind, key, limit, now, String(next)).map((reservation) => {
        if (reservation.granted) made.set(place, next)
        return reservation
      })
    },
    takeBack: (kind, key, mark, limit, now) => {
      const place = `${kind}:${key}`
      return asked.delete(`${place}:${mark}`)
        ? attempts.takeBack(kind, key, String(made.get(place)), limit, now)
        : okAsync()
    },
  }
}

/** Keeps every network that it is told of. */
const keepsAll = (): Partial<KnownNetworks> => {
  const known = new Map<string, Instant>()
  return {
    remember: (user, network, _now, until) => okAsync(void known.set(JSON.stringify([user, network]), until)),
    isKnown: (user, network, now) => okAsync((known.get(JSON.stringify([user, network])) ?? -1) >= now),
  }
}

export const brokenCounters: readonly BrokenStorage[] = [
  withStore(
    'singleUse',
    'looks whether a key is spent, and then writes that it is',
    'single use: of calls at one moment for one key, one is the first',
    spendsBy(nothing),
  ),

  withStore(
    'singleUse',
    'forgets a key before its time',
    'single use: a key is remembered up to the moment asked for',
    spendsBy((spent) => {
      for (const [index, text] of [...spent].toReversed().entries()) if (index >= 10) spent.delete(text)
    }),
  ),

  withStore(
    'singleUse',
    'spends a key where it is only asked about it',
    'single use: whether a key is spent is told without spending it',
    (singleUse) => ({
      isSpent: (kind, key, now) => singleUse.spend(kind, key, now, now).map((use) => use === 'spent-before'),
    }),
  ),

  withStore(
    'singleUse',
    'takes a key whose time is over for spent',
    'single use: whether a key is spent is told without spending it',
    (singleUse) => ({ isSpent: (kind, key) => singleUse.isSpent(kind, key, 0) }),
  ),

  withStore(
    'attempts',
    'does not count attempts that come at one moment',
    'attempts: of calls at one moment as many are granted as are free',
    countsLater,
  ),

  withStore(
    'attempts',
    'lets a refused attempt make the wait longer',
    'attempts: one that is refused changes nothing',
    (attempts) => {
      const refused = new Map<string, number>()
      return {
        reserve: (kind, key, backoff, now) =>
          attempts.reserve(kind, key, backoff, now - (refused.get(key) ?? 0)).map((reservation) => {
            if (!reservation.granted) refused.set(key, (refused.get(key) ?? 0) + 100)
            return reservation
          }),
      }
    },
  ),

  withStore(
    'attempts',
    'counts all kinds of attempts together',
    'attempts: kinds never meet',
    (attempts) => ({
      reserve: (_kind, key, backoff, now) => attempts.reserve('password', key, backoff, now),
      clear: (_kind, key) => attempts.clear('password', key),
    }),
  ),

  withStore(
    'attempts',
    'never forgets attempts',
    'attempts: they are forgotten so long after the last one',
    (attempts) => ({
      reserve: (kind, key, backoff, now) =>
        attempts.reserve(kind, key, { ...backoff, forgetAfterMs: 2 ** 52 }, now),
    }),
  ),

  withStore(
    'attempts',
    'lets an allowance never fill again',
    'allowances: so many are granted at one moment, and one more at each refill',
    (attempts) => ({
      reserve: (kind, key, limit, now) =>
        attempts.reserve(
          kind,
          key,
          'most' in limit
            ? { free: limit.most, firstWaitMs: 2 ** 52, longestWaitMs: 2 ** 52, forgetAfterMs: 2 ** 52 }
            : limit,
          now,
        ),
    }),
  ),

  withStore(
    'attempts',
    'does not count what is drawn at one moment',
    'allowances: of calls at one moment as many are granted as there are',
    countsLater,
  ),

  withStore(
    'attempts',
    'gives nothing back',
    'allowances: what is given back is granted again, and no more than was drawn',
    () => ({ giveBack: () => okAsync() }),
  ),

  withStore(
    'attempts',
    'gives all back',
    'allowances: what is given back is granted again, and no more than was drawn',
    (attempts) => ({
      giveBack: (kind, key, _, allowance, now) => attempts.giveBack(kind, key, 1000, allowance, now),
    }),
  ),

  withStore(
    'attempts',
    'loses what others give back at the same moment',
    'allowances: what is given back at one moment is given back whole',
    (attempts) => {
      const givingBack = new Set<string>()
      return {
        giveBack: (kind, key, ...given) => {
          if (givingBack.has(key)) return okAsync()
          givingBack.add(key)
          return meanwhile(undefined)
            .andThen(() => attempts.giveBack(kind, key, ...given))
            .map(() => void givingBack.delete(key))
        },
      }
    },
  ),

  withStore(
    'attempts',
    'gives back to all kinds',
    'allowances: giving back touches no other key and no other kind',
    (attempts) => ({
      giveBack: (kind, key, ...given) =>
        attempts
          .giveBack(kind, key, ...given)
          .andThen(() => attempts.clear('password', 'key').map(() => undefined)),
    }),
  ),

  withStore(
    'attempts',
    'takes nothing back',
    'attempts: one that is taken back does not count, and leaves no wait',
    () => ({ takeBack: () => okAsync() }),
  ),

  withStore(
    'attempts',
    'takes back without looking at the mark',
    'attempts: one is taken back once, and the others stay counted',
    (attempts) => ({ takeBack: (kind, key) => attempts.clear(kind, key).map(() => undefined) }),
  ),

  withStore(
    'attempts',
    'remembers which marks were asked for, and not which were counted',
    'attempts: none is taken back that was not counted',
    takesBackWhatWasAsked,
  ),

  withStore(
    'attempts',
    'takes an attempt back from a later row',
    'attempts: none of a row that was cleared or forgotten is taken back from the next',
    takesBackWhatWasAsked,
  ),

  withStore(
    'attempts',
    'takes back only what was drawn from no allowance',
    'allowances: an attempt that is taken back is granted again, once',
    (attempts) => ({
      takeBack: (kind, key, mark, limit, now) =>
        'most' in limit ? okAsync() : attempts.takeBack(kind, key, mark, limit, now),
    }),
  ),

  withStore(
    'attempts',
    'does not tell how many attempts it forgets',
    'attempts: clearing a key tells how many there were, and one caller alone',
    (attempts) => ({ clear: (kind, key) => attempts.clear(kind, key).map(() => 0) }),
  ),

  withStore(
    'attempts',
    'tells everybody how many attempts it forgets',
    'attempts: clearing a key tells how many there were, and one caller alone',
    (attempts) => {
      const told = new Map<string, number>()
      return {
        clear: (kind, key) =>
          attempts.clear(kind, key).map((made) => {
            told.set(key, Math.max(made, told.get(key) ?? 0))
            return told.get(key) ?? 0
          }),
      }
    },
  ),

  withStore(
    'knownNetworks',
    'never forgets a network',
    'known networks: one is known up to and including the moment asked for',
    (networks) => ({ isKnown: (user, network) => networks.isKnown(user, network, 0) }),
  ),

  withStore(
    'knownNetworks',
    'keeps any number of networks',
    'known networks: of more than are kept, those that expire first go',
    keepsAll,
  ),
]
