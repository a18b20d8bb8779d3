import type { Notice, NoticeChannel, NoticeFailure, NoticeQuery, NoticeState } from '@keepsake/domain'
import fc from 'fast-check'
import { aNotice, madeAt } from '../builders/users.ts'
import { among, call, fewOf, inTheirOrder, moment, user, type Calls } from './port-call.ts'

const id = among('notice 1', 'notice 2', 'notice 3', 'notice 4')
const createdAt = moment.map((after) => madeAt + after)
const failure = among<NoticeFailure>('sender-unavailable', 'recipient-refused')
// Often the last one, for few are made of one notice.
const attempt = fc.nat({ max: 2 })

const notice: fc.Arbitrary<Notice> = fc
  .record({ id, of: user, channel: among<NoticeChannel>('email', 'sms'), createdAt })
  .map(({ of, ...over }) => aNotice(of, over))

const query: fc.Arbitrary<NoticeQuery> = fc.record(
  {
    state: among<NoticeState>('waiting', 'sent', 'dead'),
    after: fc.record({ createdAt, id }),
    limit: fc.integer({ min: -1, max: 3 }),
  },
  { requiredKeys: ['state', 'limit'] },
)

/** Calls of the verbs of `outbox`. */
export const outboxCalls: readonly Calls[] = [
  call('outbox.addAll', fewOf(notice), (notices, stores) => stores.outbox.addAll(notices)),
  call('outbox.claim', fc.tuple(fc.nat({ max: 3 }), moment), ([limit, lease], stores, now) =>
    inTheirOrder(stores.outbox.claim(limit, now, now + lease)),
  ),
  call('outbox.markSent', id, (given, stores, now) => stores.outbox.markSent(given, now)),
  call('outbox.postpone', fc.tuple(id, attempt, moment, failure), ([given, last, wait, why], stores, now) =>
    stores.outbox.postpone(given, last, now + wait, why),
  ),
  call('outbox.bury', fc.tuple(id, attempt, failure), ([given, last, why], stores, now) =>
    stores.outbox.bury(given, last, now, why),
  ),
  call('outbox.redrive', fc.oneof(fc.constant('all' as const), fewOf(id)), (ids, stores, now) =>
    stores.outbox.redrive(ids, now),
  ),
  call('outbox.list', query, (given, stores) => inTheirOrder(stores.outbox.list(given))),
  call('outbox.summary', fc.constant('all'), (_, stores) => stores.outbox.summary()),
  call('outbox.forgetSent', moment, (age, stores, now) => stores.outbox.forgetSent(now - age)),
]
