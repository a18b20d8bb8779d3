import { once } from 'node:events'
import { userPoolId } from '@keepsake/domain'
import { fromSafePromise } from 'neverthrow'
import { anEntry } from '../../builders/users.ts'
import { openByUrl } from './open-by-url.ts'

// Begins to work on a database. Once its input ends it goes on, closes the storage with little patience, and says what
// became of both. Nothing else ends the process.
//
// node closing-child.ts <url>

const storage = await openByUrl(process.argv[2] ?? '')
const pool = storage.inPool(userPoolId('pool-one'))
// Several connections: one that works, and some that rest.
await Promise.all(Array.from({ length: 4 }, async () => pool.secondFactors.list(undefined, 1)))
const asked = once(process.stdin.resume(), 'end')
const work = pool.atomically((stores) =>
  stores.users.insertAll([anEntry()]).andThen(() => {
    console.log('under way')
    return fromSafePromise(asked).andThen(() => stores.users.insertAll([anEntry()]))
  }),
)
await asked
const [worked, closed] = await Promise.all([work, storage.close(500)])
console.log(worked.isOk() ? 'done' : worked.error.kind, closed.isOk() ? 'closed' : closed.error.kind)
