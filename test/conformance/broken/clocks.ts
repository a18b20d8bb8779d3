import type {
  AttemptStore,
  Instant,
  KnownNetworks,
  Notice,
  Outbox,
  SecondFactorStore,
  SingleUseStore,
} from '@keepsake/domain'
import { okAsync, ResultAsync } from 'neverthrow'
import { withStore, type BrokenStorage } from './broken-storage.ts'

const attempt = 'attempts: a wait longer than any does not count, and the attempts before it do'

/** Refuses until the moment that was told last, whenever that is. */
const believesAnyWait = (attempts: AttemptStore): Partial<AttemptStore> => {
  const waits = new Map<string, Instant>()
  return {
    reserve: (kind, key, backoff, now) => {
      const retryAt = waits.get(`${kind}:${key}`) ?? 0
      if (retryAt > now) return okAsync({ granted: false, retryAt })
      return attempts.reserve(kind, key, backoff, now).map((reservation) => {
        waits.set(`${kind}:${key}`, now + ('free' in backoff ? backoff.firstWaitMs : backoff.refillMs))
        return reservation
      })
    },
  }
}

/** Begins anew where the last attempt was made in the future. */
const forgetsTheFuture = (attempts: AttemptStore): Partial<AttemptStore> => {
  const last = new Map<string, Instant>()
  return {
    reserve: (kind, key, backoff, now) => {
      const isBehind = (last.get(key) ?? 0) > now
      last.set(key, now)
      return (isBehind ? attempts.clear(kind, key) : okAsync(0)).andThen(() =>
        attempts.reserve(kind, key, backoff, now),
      )
    },
  }
}

/** Forgets all keys that are over by a clock, as soon as it is told of it. */
const clearsAttempts = (attempts: AttemptStore): Partial<AttemptStore> => {
  const over = new Map<string, Instant>()
  return {
    reserve: (kind, key, backoff, now) => {
      const gone = [...over].filter(([, forgetAt]) => forgetAt <= now).map(([each]) => each)
      over.set(key, now + ('free' in backoff ? backoff.forgetAfterMs : 0))
      return ResultAsync.combine(gone.map((each) => attempts.clear(kind, each))).andThen(() =>
        attempts.reserve(kind, key, backoff, now),
      )
    },
  }
}

const clearsSpent = (): Partial<SingleUseStore> => {
  const spent = new Map<string, Instant>()
  return {
    spend: (kind, key, now, until) => {
      for (const [text, end] of spent) if (end < now) spent.delete(text)
      const before = spent.has(`${kind}:${key}`)
      spent.set(`${kind}:${key}`, until)
      return okAsync(before ? 'spent-before' : 'first')
    },
  }
}

/** Keeps networks as they are told, for as long as the clock says. */
const believesSources = (mayClear: boolean) => (): Partial<KnownNetworks> => {
  const known = new Map<string, Instant>()
  return {
    remember: (user, network, now, until) => {
      if (mayClear) for (const [text, end] of known) if (end < now) known.delete(text)
      known.set(JSON.stringify([user, network]), until)
      return okAsync()
    },
    isKnown: (user, network, now) => okAsync((known.get(JSON.stringify([user, network])) ?? -1) >= now),
  }
}

/** Takes a step where none was used that is later. */
const believesSteps = (secondFactors: SecondFactorStore): Partial<SecondFactorStore> => {
  const used = new Map<string, number>()
  return {
    acceptStep: (user, id, step, at) => {
      if ((used.get(id) ?? 0) >= step) return okAsync('used-before')
      used.set(id, step)
      return secondFactors.acceptStep(user, id, step, at)
    },
  }
}

/** Hides what was claimed until its moment comes, whenever that is. */
const believesLeases = (outbox: Outbox<Notice>): Partial<Outbox<Notice>> => {
  const leases = new Map<string, Instant>()
  return {
    claim: (claim) =>
      outbox.claim(claim).map((claimed) =>
        claimed.filter(({ item }) => {
          const isHidden = (leases.get(item.id) ?? 0) > claim.now
          if (!isHidden) leases.set(item.id, claim.leaseUntil)
          return !isHidden
        }),
      ),
  }
}

export const brokenClocks: readonly BrokenStorage[] = [
  withStore('attempts', 'waits for a moment that a clock far ahead has set', attempt, believesAnyWait),
  withStore('attempts', 'forgets attempts that a clock far ahead has counted', attempt, forgetsTheFuture),
  withStore(
    'attempts',
    'lifts a hard stop that a clock far ahead has put up',
    'attempts: a hard stop stays, whatever the clock said when it was put up',
    forgetsTheFuture,
  ),
  withStore(
    'attempts',
    'takes a clock that is a little ahead for one that is wrong',
    'attempts: a wait set by a clock that is a little ahead is waited for',
    forgetsTheFuture,
  ),
  withStore(
    'attempts',
    'forgets attempts for one call far ahead',
    'attempts: those in a row are not forgotten for one call far ahead',
    clearsAttempts,
  ),
  withStore(
    'attempts',
    'lets an allowance stay empty that a clock far ahead has drawn',
    'allowances: what a clock far ahead has drawn does not count',
    believesAnyWait,
  ),
  withStore(
    'singleUse',
    'forgets what was spent for one call far ahead',
    'single use: what was spent stays spent while a clock runs ahead and back',
    clearsSpent,
  ),
  withStore(
    'knownNetworks',
    'knows a network for as long as a clock far ahead has said',
    'known networks: one that a clock far ahead has remembered is not known for longer',
    believesSources(false),
  ),
  withStore(
    'knownNetworks',
    'forgets networks for one call far ahead',
    'known networks: none is forgotten for a clock that runs ahead and back',
    believesSources(true),
  ),
  withStore(
    'secondFactors',
    'lets no code in until a step that a clock far ahead has used',
    'second factors: a step used by a clock that ran ahead holds up no later code',
    believesSteps,
  ),
  withStore(
    'outbox',
    'waits for a lease that a clock far ahead has given',
    'outbox of notices: what was put off by a clock that ran ahead is due once it is right',
    believesLeases,
  ),
  withStore(
    'outbox',
    'takes what a clock far ahead has made before what is due',
    'outbox of notices: what is due by its own moment goes before what a clock has put off',
    (outbox) => ({
      claim: (claim) =>
        outbox
          .claim({ ...claim, limit: 9 })
          .map((claimed) =>
            claimed.toSorted((one, other) => other.item.createdAt - one.item.createdAt).slice(0, claim.limit),
          ),
    }),
  ),
]
