import { writeSync } from 'node:fs'
import { userId, userPoolId } from '@keepsake/domain'
import { aCredential, aNotice, anEntry, newId } from '../../builders/users.ts'
import { openByUrl } from './open-by-url.ts'

// Brings users in, batch after batch, until it is killed. Says "<batch>" on a line of its own before it begins a batch,
// and "<batch> done" once the storage has acknowledged it. A batch is known by the ids of its users.
//
// node import-child.ts <url or file> <users in a batch>

const [url = '', size = ''] = process.argv.slice(2)
const pool = (await openByUrl(url)).inPool(userPoolId('pool-one'))

for (;;) {
  const batch = newId()
  writeSync(1, `${batch}\n`)
  const entries = Array.from({ length: Number(size) }, (_, index) =>
    anEntry({ id: userId(`${batch}-${index}`) }),
  )
  const ids = entries.map((entry) => entry.user.id)
  const written = await pool.atomically((stores) =>
    stores.users
      .insertAll(entries)
      .andThen(() => stores.credentials.insertAll(ids.map((id) => aCredential(id))))
      .andThen(() => stores.outbox.addAll(ids.map((id) => aNotice(id)))),
  )
  written._unsafeUnwrap()
  writeSync(1, `${batch} done\n`)
}
