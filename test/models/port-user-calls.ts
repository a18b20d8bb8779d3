import {
  userStatuses,
  type Gender,
  type UniqueKey,
  type User,
  type UserEntry,
  type UserFilter,
  type UserListQuery,
  type UserOrder,
} from '@keepsake/domain'
import fc from 'fast-check'
import { aUser, madeAt } from '../builders/users.ts'
import { among, call, fewOf, inTheirOrder, moment, user, users, type Calls } from './port-call.ts'

const key = fc.record<UniqueKey>({ namespace: among('login', 'external'), key: among('a', 'A', 'b') })
const id = user.map((one): UniqueKey => ({ namespace: 'id', key: one }))
const base = aUser()

/** A user with what it is found by. */
type Row = Pick<UserEntry, 'keys' | 'searchTerms'> & Pick<User, 'id'> & Partial<User>

const searchTerm = among('a', 'A', 'ab', 'b')
const unit = among('one', 'other')
const status = among(...userStatuses)
const createdAt = moment.map((after) => madeAt + after)
const row: fc.Arbitrary<Row> = fc.record({
  id: user,
  keys: fewOf(key),
  searchTerms: fc.uniqueArray(searchTerm, { maxLength: 3 }),
  gender: among<Gender>('M', 'W'),
  status,
  createdAt,
  departmentIds: fc.uniqueArray(unit),
  tenantIds: fc.uniqueArray(unit),
})

const entryOf = ({ keys, searchTerms, ...over }: Row, version = 0): UserEntry => ({
  user: { ...base, ...over, version },
  keys,
  searchTerms,
})

/** From the version that is there, mostly. */
const update = fc.record({ to: row, isBehind: fc.nat({ max: 5 }).map((one) => one === 0) })

/** Of none to three of the things that there are to ask for: of more, hardly anybody is let through. */
const filter: fc.Arbitrary<UserFilter> = fewOf(
  fc.oneof<fc.Arbitrary<UserFilter>[]>(
    fc.record({ statuses: fc.subarray([...userStatuses]) }),
    fc.record({ createdFrom: createdAt }),
    fc.record({ createdBefore: createdAt }),
    fc.record({ updatedFrom: createdAt }),
    fc.record({ updatedBefore: createdAt }),
    fc.record({ departmentId: unit }),
    fc.record({ tenantId: unit }),
    fc.record({ termPrefix: searchTerm }),
  ),
).map((asked) => Object.assign({}, ...asked) as UserFilter)

const listQuery: fc.Arbitrary<UserListQuery> = fc.record(
  {
    filter,
    order: among<UserOrder>('oldest-first', 'newest-first'),
    after: fc.record({ createdAt, id: user }),
    skip: fc.nat({ max: 2 }),
    limit: fc.integer({ min: -1, max: 3 }),
  },
  { requiredKeys: ['filter', 'order', 'limit'] },
)

/** Calls of the verbs of `users`. */
export const userCalls: readonly Calls[] = [
  call('users.insertAll', fewOf(row), (rows, { users: store }) =>
    store.insertAll(rows.map((each) => entryOf(each))),
  ),
  call(
    'users.updateAll',
    fc.uniqueArray(update, { maxLength: 3, selector: ({ to }) => to.id }),
    (changes, { users: store }, now) =>
      store.findByIds(changes.map(({ to }) => to.id)).andThen((found) =>
        store.updateAll(
          changes.map(({ to, isBehind }) => {
            const version = found.find(({ id }) => id === to.id)?.version ?? 0
            const from = isBehind ? version - 1 : version
            return { from, to: entryOf({ ...to, updatedAt: now }, from + 1) }
          }),
        ),
      ),
  ),
  call('users.removeAll', users, (ids, stores) => stores.users.removeAll(ids)),
  call('users.list', listQuery, (query, stores) => inTheirOrder(stores.users.list(query))),
  call('users.count', filter, (given, stores) => stores.users.count(given)),
  call('users.findHeld', fewOf(fc.oneof(key, id)), (keys, stores) => stores.users.findHeld(keys)),
  call('users.findByKey', key, (given, stores) => stores.users.findByKey(given)),
  call('users.findByIds', users, (ids, stores) => stores.users.findByIds(ids)),
  call(
    'users.recordSignIn',
    fc.tuple(user, fc.option(among('192.0.2.1'), { nil: undefined })),
    ([id, ip], stores, now) => stores.users.recordSignIn(id, now, ip),
  ),
]
