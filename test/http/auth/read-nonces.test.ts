import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { unavailable, userPoolId, type SingleUseStore } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { expect, test } from 'vitest'
import { openReadNonces } from '../../../packages/http/src/auth/read-nonces.ts'
import { valueOf } from '../../builders/keepsake.ts'

const full = unavailable('storage', new Error('the disk is full'))

/** A store over memory that can be told to take no writes, or to answer nothing at all. */
const openStore = () => {
  const state = { writes: true, reads: true, elapsed: 0 }
  const told: unknown[] = []
  const { singleUse } = openMemoryStorage().inPool(userPoolId('pool'))
  const store: SingleUseStore = {
    spend: (...given) => (state.writes ? singleUse.spend(...given) : errAsync(full)),
    isSpent: (...given) => (state.reads ? singleUse.isSpent(...given) : errAsync(full)),
  }
  const nonces = openReadNonces(store, () => state.elapsed, 3).spending((cause) => told.push(cause))
  const spend = (key: string, now = 0) => nonces.spend('request-nonce', key, now, now + 100)
  return { state, told, spend }
}

test('while the store takes writes, it alone remembers', async () => {
  const { spend, told } = openStore()
  expect(await valueOf(spend('a'))).toBe('first')
  expect(await valueOf(spend('a'))).toBe('spent-before')
  expect(told).toEqual([])
})

test('while it takes none, what it remembers counts, and what is new is remembered here', async () => {
  const { state, spend, told } = openStore()
  await valueOf(spend('a'))
  state.writes = false
  expect(await valueOf(spend('a'))).toBe('spent-before')
  expect(told).toEqual([])
  const answers = await Promise.all(Array.from({ length: 9 }, () => valueOf(spend('b'))))
  expect(answers.filter((answer) => answer === 'first')).toHaveLength(1)
  expect(told).toEqual([full.cause])
  state.writes = true
  expect(await valueOf(spend('b'))).toBe('spent-before')
})

test('where it cannot be read either, nobody is let in', async () => {
  const { state, spend } = openStore()
  Object.assign(state, { writes: false, reads: false })
  expect((await spend('a'))._unsafeUnwrapErr()).toBe(full)
})

test('there is no room for more than so many, until the first are an hour old', async () => {
  const { state, spend } = openStore()
  state.writes = false
  for (const key of ['a', 'b', 'c']) expect(await valueOf(spend(key))).toBe('first')
  expect((await spend('d'))._unsafeUnwrapErr()).toBe(full)
  expect(await valueOf(spend('a'))).toBe('spent-before')
  // A clock that jumps ahead makes nobody forget.
  expect(await valueOf(spend('a', 2 ** 40))).toBe('spent-before')
  state.elapsed = 3_600_001
  expect(await valueOf(spend('d'))).toBe('first')
})
