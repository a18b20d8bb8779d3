import assert from 'node:assert/strict'
import { keyText, type KeysTaken, type Unavailable, type UniqueKey } from '@keepsake/domain'
import type { Result } from 'neverthrow'
import { count, errorOf, sameRecords, valueOf, withPool, type StorageCase } from './case.ts'
import { aFullUser, anEntry, entryOf } from './records.ts'

const login = (key: string): UniqueKey => ({ namespace: 'login', key })

/** Texts that look the same to a store that folds case, accents or spaces, or that stops at NUL. */
const lookAlikes = Object.values({
  letterCase: ['zoe', 'Zoe', 'ZOE', 'ı', 'i', 'İ', 'I'],
  accents: ['zoë', 'zoe\u0308', 'é', 'e'],
  spaces: ['zoe ', ' zoe', 'zoe\t', 'zoe\u00a0', ' ', ''],
  invisible: ['zoe\u0000', 'zoe\u0000x', 'zoe\u0000y', 'zoe\u00ad', 'zoe\u200b'],
  compatibility: ['ｚoe', 'ß', 'ss', '\ufb01', 'fi', '張', '张'],
  otherPlanes: ['😀', '😁', '👩', '👩\u200d👩', '\ufffd', '\ue000', '\u{10ffff}'],
  numbers: ['1', '01', '1.0', '1e0'],
  sql: ['null', 'NULL', 'zoe%', 'zo_', 'z*'],
}).flat()

const sameKeys = (actual: readonly UniqueKey[], expected: readonly UniqueKey[]): void =>
  sameRecords(actual, expected, keyText)

const takenBy = (result: Result<void, KeysTaken | Unavailable>): string =>
  result.isOk() ? 'added' : result.error.kind

export const uniqueKeyCases: readonly StorageCase[] = [
  withPool('unique keys: a user is found by each of its keys', async (pool) => {
    const entry = entryOf(aFullUser())
    const namespaces = new Set(entry.keys.map((key) => key.namespace))
    assert.deepEqual([...namespaces].toSorted(), ['external', 'identity', 'login'])
    await valueOf(pool.users.insertAll([anEntry(), entry, anEntry()]))
    for (const key of entry.keys) assert.deepEqual(await valueOf(pool.users.findByKey(key)), entry.user)
    sameKeys(await valueOf(pool.users.findHeld([...entry.keys, login('nobody')])), entry.keys)
  }),

  withPool('unique keys: a key that nobody holds finds nobody', async (pool) => {
    await valueOf(pool.users.insertAll([anEntry()]))
    assert.equal(await valueOf(pool.users.findByKey(login('nobody'))), undefined)
    assert.deepEqual(await valueOf(pool.users.findHeld([login('nobody')])), [])
  }),

  withPool('unique keys: every key that is taken is named, and no other', async (pool) => {
    const one = entryOf(aFullUser())
    const two = anEntry()
    await valueOf(pool.users.insertAll([one, two]))
    const rival = { ...anEntry(), keys: [login('free'), ...one.keys] }
    const other = { ...anEntry(), keys: [...two.keys, login('free as well')] }
    const error = await errorOf(pool.users.insertAll([anEntry(), rival, other]))
    assert.equal(error.kind, 'keys-taken')
    if (error.kind === 'keys-taken') sameKeys(error.keys, [...one.keys, ...two.keys])
    assert.deepEqual(await valueOf(pool.users.findHeld([login('free'), login('free as well')])), [])
  }),

  withPool('unique keys: two users of one call cannot share a key', async (pool) => {
    const one = { ...anEntry(), keys: [login('shared'), login('one')] }
    const two = { ...anEntry(), keys: [login('two'), login('shared')] }
    const three = { ...anEntry(), keys: [login('shared')] }
    const error = await errorOf(pool.users.insertAll([one, two, three]))
    assert.deepEqual(error, { kind: 'keys-taken', keys: [login('shared')] })
    assert.deepEqual(await valueOf(pool.users.findHeld([login('shared'), login('one'), login('two')])), [])
  }),

  withPool('unique keys: a user that names one of its keys twice holds it once', async (pool) => {
    const entry = { ...anEntry(), keys: [login('twice'), login('twice')] }
    await valueOf(pool.users.insertAll([entry]))
    assert.deepEqual(await valueOf(pool.users.findByKey(login('twice'))), entry.user)
  }),

  withPool('unique keys: one text is three keys in three namespaces', async (pool) => {
    const entries = (['login', 'external', 'identity'] as const).map((namespace) => ({
      ...anEntry(),
      keys: [{ namespace, key: 'same' }],
    }))
    await valueOf(pool.users.insertAll(entries))
    for (const { user, keys } of entries)
      for (const key of keys) assert.deepEqual(await valueOf(pool.users.findByKey(key)), user)
  }),

  withPool('unique keys: texts that differ by one byte are different keys', async (pool) => {
    const entries = lookAlikes.map((text) => ({ ...anEntry(), keys: [login(text)] }))
    await valueOf(pool.users.insertAll(entries))
    for (const [index, text] of lookAlikes.entries())
      assert.deepEqual(await valueOf(pool.users.findByKey(login(text))), entries[index]?.user)
  }),

  withPool('unique keys: of calls at one moment that share a key, one succeeds', async (pool) => {
    for (let round = 0; round < 20; round += 1) {
      const key = login(`round ${round}`)
      const rivals = Array.from({ length: 16 }, () => anEntry()).map((entry) => ({
        ...entry,
        keys: [...entry.keys, key],
      }))
      const answers = await Promise.all(rivals.map((rival) => pool.users.insertAll([anEntry(), rival])))
      assert.equal(count(answers.map(takenBy), 'added'), 1)
      assert.equal(count(answers.map(takenBy), 'keys-taken'), 15)
      const winner = rivals[answers.findIndex((answer) => answer.isOk())]
      assert.deepEqual(await valueOf(pool.users.findByKey(key)), winner?.user)
      sameKeys(await valueOf(pool.users.findHeld(rivals.flatMap(({ keys }) => keys.slice(0, -1)))), [
        ...(winner?.keys.slice(0, -1) ?? []),
      ])
    }
  }),
]
