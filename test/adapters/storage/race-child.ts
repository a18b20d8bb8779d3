import { createInterface } from 'node:readline'
import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import { userPoolId, type Storage } from '@keepsake/domain'
import { anEntry } from '../../builders/users.ts'

// For every line "<file> <key>" that comes in, tries from several callers at once to bring in a user with that key, and
// answers in one line what became of each: "added", "keys-taken" or "unavailable".
//
// node race-child.ts <callers>

const callers = Number(process.argv[2])
const storages = new Map<string, Storage>()

const open = async (file: string): Promise<Storage> => {
  const storage = storages.get(file) ?? (await openSqliteStorage({ file }))._unsafeUnwrap()
  storages.set(file, storage)
  return storage
}

const attempt = async (storage: Storage, key: string): Promise<string> => {
  const { user, keys } = anEntry()
  const entry = { user, keys: [...keys, { namespace: 'login', key } as const] }
  const added = await storage.inPool(userPoolId('pool-one')).users.insertAll([entry])
  return added.match(
    () => 'added',
    (error) => error.kind,
  )
}

console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  const [file = '', key = ''] = line.split(' ')
  const storage = await open(file)
  const answers = await Promise.all(Array.from({ length: callers }, () => attempt(storage, key)))
  console.log(answers.join(' '))
}
