import { nodeArgon2, openArgon2Hasher } from '@keepsake/adapters/password/argon2'
import { expect, test } from 'vitest'
import { openTurns } from '../../../../packages/adapters/src/password/turns.ts'
import { openSubject, storages, valueOf } from '../../../builders/keepsake.ts'

/** For so many passwords of a batch a turn is asked at a time. */
const askedAtOnce = 16

test('a batch does not hold up one row that comes after it', async () => {
  const hashed: string[] = []
  const [{ open }] = storages as [(typeof storages)[0]]
  const { keepsake } = await openSubject(open, {
    ports: async () => ({
      passwordHasher: await openArgon2Hasher({
        memory: 64,
        passes: 1,
        parallelism: 1,
        turns: openTurns({ atOnce: 1 }),
        engine: async (text, task) => {
          hashed.push(text.toString())
          return nodeArgon2(text, task)
        },
      }),
    }),
  })
  const list = Array.from({ length: 150 }, (_, index) => ({
    username: `user-${index}`,
    password: `nine geese on raft ${index}`,
  }))
  const batch = keepsake.users.create({ list })
  while (hashed.length === 0) await new Promise(setImmediate)
  const password = 'one more goose on a raft'
  await valueOf(keepsake.users.create({ list: [{ username: 'one-more', password }] }))
  expect(hashed.indexOf(password)).toBeLessThan(3 * askedAtOnce)
  await valueOf(batch)
  expect(hashed).toHaveLength(151)
})
