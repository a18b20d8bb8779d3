import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import {
  userId,
  type Claimed,
  type DamagedItem,
  type Notice,
  type Outbox,
  type PoolStorage,
} from '@keepsake/domain'
import { okAsync, ResultAsync } from 'neverthrow'
import { withStore, withStores, type BrokenStorage } from './broken-storage.ts'

const hidden = 'outbox of notices: a claimed item is hidden until its lease runs out'
const longestFirst =
  'outbox of notices: those that have waited longest come out first, no more than asked for'
const counted = 'outbox of notices: attempts are counted as they begin'
const ofLosers = 'outbox of notices: who has lost its lease to another decides nothing'
const redriven = 'outbox of notices: a dead one that is redriven waits anew, with its secret'
const lastReason = 'outbox of notices: why an attempt failed is that of the last one, and forgotten with it'
const paged = 'outbox of notices: page by page, each is listed once'

type AnyNotice = Notice | DamagedItem

const newestFirst = (claimed: readonly Claimed<AnyNotice>[]): readonly Claimed<AnyNotice>[] =>
  claimed.toSorted((one, other) => other.item.createdAt - one.item.createdAt)

/** Hands out, for sending, every notice as another one. */
const claimsAs =
  (change: (claimed: Claimed<AnyNotice>) => Claimed<AnyNotice>) =>
  (outbox: Outbox<Notice>): Partial<Outbox<Notice>> => ({
    claim: (...given) => outbox.claim(...given).map((claimed) => claimed.map(change)),
  })

/** The attempts that a notice may have behind it in the cases. */
const anyAttempt = [1, 2, 3]

/** Keeps each notice as if it were of a user who has no other. */
const withoutLines = (outbox: Outbox<Notice>): Partial<Outbox<Notice>> => {
  const kept = new Map<string, Notice>()
  return {
    addAll: (notices) => {
      for (const notice of notices) kept.set(notice.id, notice)
      return outbox.addAll(notices.map((notice) => ({ ...notice, userId: userId(notice.id) })))
    },
    ...claimsAs((claimed) => ({ ...claimed, item: kept.get(claimed.item.id) ?? claimed.item }))(outbox),
  }
}

/** Keeps each notice as if all went by mail. */
const withoutChannels = (outbox: Outbox<Notice>): Partial<Outbox<Notice>> => ({
  addAll: (notices) => outbox.addAll(notices.map((notice) => ({ ...notice, channel: 'email' }))),
})

/** Lists what is sent with the secrets that it came with. */
const withSecrets = (outbox: Outbox<Notice>): Partial<Outbox<Notice>> => {
  const kept = new Map<string, Notice>()
  return {
    addAll: (notices) => {
      for (const notice of notices) kept.set(notice.id, notice)
      return outbox.addAll(notices)
    },
    list: (query) =>
      outbox
        .list(query)
        .map((found) =>
          found.map((posted) => ({ ...posted, item: kept.get(posted.item.id) ?? posted.item })),
        ),
  }
}

/** Hands out what was dead once as another one. */
const onceDeadAs =
  (change: (claimed: Claimed<AnyNotice>) => Claimed<AnyNotice>) =>
  (outbox: Outbox<Notice>): Partial<Outbox<Notice>> => {
    const buried = new Set<string>()
    return {
      bury: (id, ...given) => {
        buried.add(id)
        return outbox.bury(id, ...given)
      },
      ...claimsAs((claimed) => (buried.has(claimed.item.id) ? change(claimed) : claimed))(outbox),
    }
  }

const withoutSecret = (claimed: Claimed<AnyNotice>): Claimed<AnyNotice> => {
  const { secret: _, ...item } = claimed.item
  return { ...claimed, item }
}

export const brokenOutboxes: readonly BrokenStorage[] = [
  withStore('outbox', 'ignores leases', hidden, (outbox) => ({
    claim: (claim) => outbox.claim({ ...claim, leaseUntil: claim.now }),
  })),

  withStore('outbox', 'lets a lease last for ever', hidden, (outbox) => ({
    claim: (claim) => outbox.claim({ ...claim, leaseUntil: 2 ** 52 }),
  })),

  withStore('outbox', 'hands out more notices than asked for', longestFirst, (outbox) => ({
    claim: (claim) => outbox.claim({ ...claim, limit: claim.limit + 1 }),
  })),

  withStore('outbox', 'hands out the newest notice first', longestFirst, (outbox) => ({
    claim: (...given) => outbox.claim(...given).map(newestFirst),
  })),

  withStore(
    'outbox',
    'hands out what is sent',
    'outbox of notices: what is sent is never claimed again',
    () => ({
      markSent: () => okAsync(),
    }),
  ),

  withStore(
    'outbox',
    'hands out at once what a user has waiting',
    'outbox of notices: what waits about one user comes one by one, in its order',
    withoutLines,
  ),

  withStore(
    'outbox',
    'lets a text message wait for a mail',
    'outbox of notices: what waits on one channel holds up no other',
    withoutChannels,
  ),

  withStores(
    'takes a notice for the event of its id',
    'outbox of events: an event and a notice are told apart, whatever their ids',
    ({ outbox, events }) => ({
      outbox: {
        ...outbox,
        markSent: (...given) => outbox.markSent(...given).andThen(() => events.markSent(...given)),
      },
    }),
  ),

  withStore(
    'events',
    'forgets what an event tells',
    'outbox of events: an event comes out as it went in',
    (events) => ({
      claim: (...given) =>
        events
          .claim(...given)
          .map((claimed) =>
            claimed.map((each) => ({ ...each, item: { ...each.item, type: 'user.updated' } })),
          ),
    }),
  ),

  withStore(
    'outbox',
    'takes each attempt for the first',
    counted,
    claimsAs((claimed) => ({ ...claimed, attempt: 1 })),
  ),

  withStore(
    'outbox',
    'counts attempts as they end',
    counted,
    claimsAs((claimed) => ({ ...claimed, attempt: claimed.attempt - 1 })),
  ),

  withStore(
    'outbox',
    'keeps the secret of what is sent',
    'outbox of notices: each is listed by its state, with what became of it',
    withSecrets,
  ),

  withStore('outbox', 'lets who has lost its lease put a notice off', ofLosers, (outbox) => ({
    postpone: (id, _, ...given) =>
      ResultAsync.combine(anyAttempt.map((attempt) => outbox.postpone(id, attempt, ...given))).map(
        () => undefined,
      ),
  })),

  withStore('outbox', 'lets who has lost its lease bury a notice', ofLosers, (outbox) => ({
    bury: (id, _, ...given) =>
      ResultAsync.combine(anyAttempt.map((attempt) => outbox.bury(id, attempt, ...given))).map(
        () => undefined,
      ),
  })),

  withStore('outbox', 'wipes the secret of what is dead', redriven, onceDeadAs(withoutSecret)),

  withStore(
    'outbox',
    'goes on counting the attempts of what is redriven',
    redriven,
    onceDeadAs((claimed) => ({ ...claimed, attempt: claimed.attempt + 1 })),
  ),

  withStore('outbox', 'redrives all that is dead, whatever is asked for', redriven, (outbox) => ({
    redrive: (_, now) => outbox.redrive('all', now),
  })),

  withStore(
    'outbox',
    'redrives the dead of every channel',
    'outbox entries: the dead of a channel are redriven by themselves',
    (outbox) => ({
      redrive: (which, now) =>
        outbox.redrive(typeof which === 'object' && 'channel' in which ? 'all' : which, now),
    }),
  ),

  withStore(
    'outbox',
    'lists every channel',
    'outbox entries: those of a channel are listed by themselves',
    (outbox) => ({ list: ({ channel: _channel, ...query }) => outbox.list(query) }),
  ),

  withStore(
    'outbox',
    'drops what is dead alone',
    'outbox entries: those of a channel that wait or are dead are dropped by themselves',
    (outbox) => ({
      drop: (which) =>
        'channel' in which
          ? outbox
              .list({ state: 'dead', channel: which.channel, limit: 99 })
              .andThen((dead) => outbox.drop(dead.map(({ item }) => item.id)))
          : outbox.drop(which),
    }),
  ),

  withStore(
    'outbox',
    'takes all that it is asked to drop for dropped',
    'outbox of notices: those that are dropped are gone, and what was sent stays',
    (outbox) => ({
      drop: (which) => outbox.drop(which).map((dropped) => ('channel' in which ? dropped : which.length)),
    }),
  ),

  withStore('outbox', 'forgets in whose words an attempt failed', lastReason, (outbox) => ({
    postpone: (id, attempt, dueAt, { failure }) => outbox.postpone(id, attempt, dueAt, { failure }),
  })),

  withStore('outbox', 'keeps the words of an attempt that another one came after', lastReason, (outbox) => {
    let words: string | undefined
    return {
      postpone: (id, attempt, dueAt, { failure, reason = words }) => {
        words = reason
        return outbox.postpone(id, attempt, dueAt, { failure, ...(reason !== undefined && { reason }) })
      },
    }
  }),

  withStore(
    'outbox',
    'counts failures without their reasons',
    'outbox entries: failures are counted by reason, the commonest first',
    (outbox) => ({
      summary: () =>
        outbox.summary().map((found) => ({
          ...found,
          failures: found.failures.map(({ reason: _reason, ...failure }) => failure),
        })),
    }),
  ),

  withStore(
    'outbox',
    'counts channels together',
    'outbox entries: they are counted by state and channel, and the oldest that waits is told',
    (outbox) => ({
      summary: () =>
        outbox.summary().map((found) => {
          const { channels: _, failures: __, ...counts } = found
          return { ...found, channels: [{ channel: 'email', ...counts }] }
        }),
    }),
  ),

  withStore(
    'outbox',
    'seals a secret anew whatever it is by now',
    'sealed items: a secret is sealed anew once, and nothing else is another',
    (outbox) => ({
      reseal: (id, from, to) => outbox.reseal(id, from, to).andThen(() => outbox.reseal(id, to, to)),
    }),
  ),

  withStore(
    'outbox',
    'lists what has no secret among what has one',
    'sealed items: those that have a secret are listed page by page, each once',
    (outbox) => ({
      listSealed: (after, limit) =>
        outbox.list({ state: 'waiting', limit: 99 }).map((posted) =>
          posted
            .map(({ item }) => item)
            .filter(({ id }) => id > (after ?? ''))
            .slice(0, limit),
        ),
    }),
  ),

  withStore('outbox', 'takes all that it is asked to redrive for redriven', redriven, (outbox) => ({
    redrive: (ids, now) =>
      outbox
        .redrive(ids, now)
        .map((redrivenOnes) => (ids === 'all' || 'channel' in ids ? redrivenOnes : ids.length)),
  })),

  withStore('outbox', 'repeats notices that were made at one moment', paged, (outbox) => ({
    list: ({ after, ...query }) => outbox.list({ ...query, ...(after && { after: { ...after, id: '' } }) }),
  })),

  withStore('outbox', 'skips notices that were made at one moment', paged, (outbox) => ({
    list: ({ after, ...query }) =>
      outbox.list({ ...query, ...(after && { after: { ...after, id: '\uffff' } }) }),
  })),

  withStore(
    'outbox',
    'counts the dead among those that wait',
    'outbox entries: they are counted by state and channel, and the oldest that waits is told',
    (outbox) => ({
      summary: () => outbox.summary().map((found) => ({ ...found, waiting: found.waiting + found.dead })),
    }),
  ),

  withStore(
    'outbox',
    'forgets what was sent at the moment itself',
    'outbox of notices: those sent before a moment are forgotten, and no others',
    (outbox) => ({ forgetSent: (before) => outbox.forgetSent(before + 1) }),
  ),

  {
    breaks: 'redrives the dead of all pools',
    caughtBy: 'pools: of notices, what was sent, or is dead, in one is the other’s own to look after',
    open: () => {
      const storage = openMemoryStorage()
      const pools: PoolStorage[] = []
      const redrive: Outbox<Notice>['redrive'] = (...given) =>
        ResultAsync.combine(pools.map(({ outbox }) => outbox.redrive(...given))).map(([first = 0]) => first)
      return {
        ...storage,
        inPool: (id) => {
          const pool = storage.inPool(id)
          pools.push(pool)
          return { ...pool, outbox: { ...pool.outbox, redrive } }
        },
      }
    },
  },
]
