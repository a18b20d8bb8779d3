import type {
  DeliveryFailure,
  DomainEvent,
  Notice,
  NoticeChannel,
  Outbox,
  OutboxItem,
  OutboxQuery,
  OutboxState,
  Stores,
} from '@keepsake/domain'
import fc from 'fast-check'
import { anEvent, aNotice, madeAt } from '../builders/users.ts'
import { among, call, fewOf, inTheirOrder, moment, user, type Calls } from './port-call.ts'

const id = among('item 1', 'item 2', 'item 3', 'item 4')
const createdAt = moment.map((after) => madeAt + after)
const failure = among<DeliveryFailure>('sender-unavailable', 'recipient-refused')
// Often the last one, for few are made of one item.
const attempt = fc.nat({ max: 2 })

const notice: fc.Arbitrary<Notice> = fc
  .record({ id, of: user, channel: among<NoticeChannel>('email', 'sms'), createdAt })
  .map(({ of, ...over }) => aNotice(of, over))

const event: fc.Arbitrary<DomainEvent> = fc
  .record({ id, of: user, createdAt })
  .map(({ of, ...over }) => anEvent(of, over))

const query: fc.Arbitrary<OutboxQuery> = fc.record(
  {
    state: among<OutboxState>('waiting', 'sent', 'dead'),
    after: fc.record({ createdAt, id }),
    limit: fc.integer({ min: -1, max: 3 }),
  },
  { requiredKeys: ['state', 'limit'] },
)

/** Calls of the verbs of an outbox. */
const callsOf = <Item extends OutboxItem>(
  name: 'outbox' | 'events',
  of: (stores: Stores) => Outbox<Item>,
  item: fc.Arbitrary<Item>,
): readonly Calls[] => [
  call(`${name}.addAll`, fewOf(item), (items, stores) => of(stores).addAll(items)),
  call(`${name}.claim`, fc.tuple(fc.nat({ max: 3 }), moment), ([limit, lease], stores, now) =>
    inTheirOrder(of(stores).claim(limit, now, now + lease)),
  ),
  call(`${name}.markSent`, id, (given, stores, now) => of(stores).markSent(given, now)),
  call(`${name}.postpone`, fc.tuple(id, attempt, moment, failure), ([given, last, wait, why], stores, now) =>
    of(stores).postpone(given, last, now + wait, why),
  ),
  call(`${name}.bury`, fc.tuple(id, attempt, failure), ([given, last, why], stores, now) =>
    of(stores).bury(given, last, now, why),
  ),
  call(`${name}.redrive`, fc.oneof(fc.constant('all' as const), fewOf(id)), (ids, stores, now) =>
    of(stores).redrive(ids, now),
  ),
  call(`${name}.list`, query, (given, stores) => inTheirOrder(of(stores).list(given))),
  call(`${name}.summary`, fc.constant('all'), (_, stores) => of(stores).summary()),
  call(`${name}.forgetSent`, moment, (age, stores, now) => of(stores).forgetSent(now - age)),
]

/** Calls of the verbs of `outbox` and `events`. */
export const outboxCalls: readonly Calls[] = [
  ...callsOf('outbox', ({ outbox }) => outbox, notice),
  ...callsOf('events', ({ events }) => events, event),
]
