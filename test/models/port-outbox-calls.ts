import {
  sealed,
  type AttemptFailure,
  type DomainEvent,
  type EventDelivery,
  type Notice,
  type NoticeChannel,
  type Outbox,
  type OutboxItem,
  type OutboxQuery,
  type OutboxSelection,
  type OutboxState,
  type Stores,
} from '@keepsake/domain'
import fc from 'fast-check'
import { anEvent, aNotice, madeAt } from '../builders/users.ts'
import { among, call, fewOf, inTheirOrder, moment, user, type Calls } from './port-call.ts'

const id = among('item 1', 'item 2', 'item 3', 'item 4')
const createdAt = moment.map((after) => madeAt + after)
const failure = fc.constantFrom<AttemptFailure[]>(
  { failure: 'sender-unavailable', reason: 'answered 451' },
  { failure: 'sender-unavailable', reason: 'answered 421' },
  { failure: 'recipient-refused' },
)
// Often the last one, for few are made of one item.
const attempt = fc.nat({ max: 2 })

const notice: fc.Arbitrary<Notice> = fc
  .record({ id, of: user, channel: among<NoticeChannel>('email', 'sms'), createdAt })
  .map(({ of, ...over }) => aNotice(of, over))

const event: fc.Arbitrary<DomainEvent | EventDelivery> = fc
  .record({ id, of: user, createdAt, channel: among('none', 'shop', 'crm') })
  .map(({ of, channel, ...over }) => {
    const made = anEvent(of, over)
    return channel === 'none' ? made : { ...made, channel, eventId: 'event' }
  })

const query: fc.Arbitrary<OutboxQuery> = fc.record(
  {
    state: among<OutboxState>('waiting', 'sent', 'dead'),
    channel: among('email', 'shop'),
    after: fc.record({ createdAt, id }),
    limit: fc.integer({ min: -1, max: 3 }),
  },
  { requiredKeys: ['state', 'limit'] },
)

const channels = fc.constantFrom('email', 'sms', 'shop', 'crm', undefined)
const selection: fc.Arbitrary<OutboxSelection> = fc.oneof(
  fewOf(id),
  among('email', 'shop').map((channel) => ({ channel })),
)
const seal = among('v1.key-1.nonce.ciphertext.tag', 'v1.key-2.nonce.ciphertext.tag').map(sealed)

/** Calls of the verbs of an outbox. */
const callsOf = <Item extends OutboxItem>(
  name: 'outbox' | 'events',
  of: (stores: Stores) => Outbox<Item>,
  item: fc.Arbitrary<Item>,
): readonly Calls[] => [
  call(`${name}.addAll`, fewOf(item), (items, stores) => of(stores).addAll(items)),
  call(
    `${name}.claim`,
    fc.tuple(channels, fc.nat({ max: 3 }), moment),
    ([channel, limit, lease], stores, now) =>
      inTheirOrder(of(stores).claim({ channel, limit, now, leaseUntil: now + lease })),
  ),
  call(`${name}.markSent`, id, (given, stores, now) => of(stores).markSent(given, now)),
  call(`${name}.postpone`, fc.tuple(id, attempt, moment, failure), ([given, last, wait, why], stores, now) =>
    of(stores).postpone(given, last, now + wait, why),
  ),
  call(`${name}.bury`, fc.tuple(id, attempt, failure), ([given, last, why], stores, now) =>
    of(stores).bury(given, last, now, why),
  ),
  call(`${name}.redrive`, fc.oneof(fc.constant('all' as const), selection), (which, stores, now) =>
    of(stores).redrive(which, now),
  ),
  call(`${name}.drop`, selection, (which, stores) => of(stores).drop(which)),
  call(`${name}.list`, query, (given, stores) => inTheirOrder(of(stores).list(given))),
  call(`${name}.summary`, fc.constant('all'), (_, stores) => of(stores).summary()),
  call(
    `${name}.listSealed`,
    fc.tuple(fc.option(id, { nil: undefined }), fc.nat({ max: 3 })),
    ([after, limit], stores) => inTheirOrder(of(stores).listSealed(after, limit)),
  ),
  call(`${name}.reseal`, fc.tuple(id, seal, seal), ([given, from, to], stores) =>
    of(stores).reseal(given, from, to),
  ),
  call(`${name}.forgetSent`, moment, (age, stores, now) => of(stores).forgetSent(now - age)),
]

/** Calls of the verbs of `outbox` and `events`. */
export const outboxCalls: readonly Calls[] = [
  ...callsOf('outbox', ({ outbox }) => outbox, notice),
  ...callsOf('events', ({ events }) => events, event),
]
