import { expect, test } from 'vitest'
import { openSeenNetworks } from '../../../packages/app/src/fair-queue/seen-networks.ts'

test('a network is remembered from which a user has signed in', () => {
  const seen = openSeenNetworks()
  expect(seen.has('home')).toBe(false)
  seen.note('bob', 'home')
  seen.note('bob', 'home')
  expect([seen.has('home'), seen.has('elsewhere')]).toEqual([true, false])
})

test('one account gets no more than a few networks in, and those of others stay', () => {
  const seen = openSeenNetworks({ ofUser: 4, users: 100 })
  seen.note('bob', 'home')
  for (let index = 0; index < 5000; index += 1) seen.note('attacker', `n${index}`)
  const theirs = Array.from({ length: 5000 }, (_, index) => `n${index}`).filter(seen.has)
  expect(theirs).toEqual(['n4996', 'n4997', 'n4998', 'n4999'])
  expect(seen.has('home')).toBe(true)
})

test('a shared network is remembered for as long as any of its users is', () => {
  const seen = openSeenNetworks({ ofUser: 1, users: 100 })
  for (const name of ['ann', 'bob']) seen.note(name, 'school')
  seen.note('ann', 'home')
  expect(seen.has('school')).toBe(true)
  seen.note('bob', 'home')
  expect([seen.has('school'), seen.has('home')]).toEqual([false, true])
})

test('of too many users, those who came last are remembered', () => {
  const seen = openSeenNetworks({ ofUser: 4, users: 3 })
  for (const name of ['a', 'b', 'c']) seen.note(name, `home of ${name}`)
  seen.note('a', 'home of a')
  seen.note('d', 'home of d')
  expect(['a', 'b', 'c', 'd'].filter((name) => seen.has(`home of ${name}`))).toEqual(['a', 'c', 'd'])
})
