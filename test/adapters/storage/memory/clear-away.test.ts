import { expect, test } from 'vitest'
import { clearAway } from '../../../../packages/adapters/src/storage/memory/clear-away.ts'
import { newTables, overlay } from '../../../../packages/adapters/src/storage/memory/tables.ts'

const isOver = (until: number): boolean => until < 10
const most = 4

test('clearing away removes what is over, a few at a time, in the order of its coming', () => {
  const { spent } = newTables()
  for (let key = 0; key < 100; key += 1) spent.put(`${key}`, 9)
  clearAway(spent, isOver)
  expect([...spent.entries()].map(([key]) => key).slice(0, 2)).toEqual([`${most}`, `${most + 1}`])
  for (let call = 1; call < 100 / most; call += 1) clearAway(spent, isOver)
  expect([...spent.entries()]).toEqual([])
})

test('clearing away gets past what stays for ever, and keeps it', () => {
  const { spent } = newTables()
  for (let key = 0; key < 50; key += 1) spent.put(`stays ${key}`, 10)
  for (let key = 0; key < 50; key += 1) spent.put(`goes ${key}`, 9)
  for (let call = 0; call < 100 / most; call += 1) clearAway(spent, isOver)
  const left = [...spent.entries()]
  expect(left.filter(([key]) => key.startsWith('goes'))).toEqual([])
  expect(left).toHaveLength(50)
})

test('clearing away through overlays does the same to what is below, once they are applied', () => {
  const below = newTables()
  for (const [key, until] of [
    ['stays', 10],
    ['goes', 9],
    ['stays too', 11],
  ] as const)
    below.spent.put(key, until)
  const { tables, apply } = overlay(below)
  clearAway(tables.spent, isOver)
  expect([...below.spent.entries()]).toHaveLength(3)
  apply()
  expect([...below.spent.entries()]).toEqual([
    ['stays', 10],
    ['stays too', 11],
  ])
})
