import { expect, test } from 'vitest'
import { lostOf, readOne } from '../moved-in.ts'
import { readForeignUser } from '@keepsake/app/foreign'
import { inShort } from '../../../builders/keepsake.ts'

/** The time that a user of Devise was made at, whose table writes times in any of these forms. */
const createdAt = (created_at: unknown): unknown =>
  readOne('devise', { id: 1, email: 'ada@example.com', created_at }).facts.createdAt

const moment = Date.UTC(2023, 4, 11, 8, 15, 30)

test.each([
  '2023-05-11T08:15:30Z',
  '2023-05-11T10:15:30+02:00',
  '2023-05-11 08:15:30',
  '2023-05-11 08:15:30+00',
  '2023-05-11 10:15:30 +0200',
  '2023-05-11 08:15:30 UTC',
  'Thu, 11 May 2023 08:15:30 GMT',
  '20230511081530Z',
  '1683792930000',
  '1683792930',
  1683792930000,
  1683792930,
  { $date: '2023-05-11T08:15:30Z' },
  { $date: { $numberLong: '1683792930000' } },
])('reads %j as the same time', (text) => {
  expect(createdAt(text)).toBe(moment)
})

test('takes the zero times of databases for none', () => {
  for (const none of ['0000-00-00 00:00:00', '0001-01-01T00:00:00Z', 0, '', null])
    expect(createdAt(none)).toBe(undefined)
})

test.each([
  '2023-02-30',
  'yesterday',
  -1,
  'Xxx, 99 Foo 2023 08:15:30 GMT',
  { $date: '2023-05-11', more: 1 },
  true,
])('refuses %j, with its field', (created_at) => {
  const read = readForeignUser('devise', { id: 1, email: 'ada@example.com', created_at })
  expect(inShort(read._unsafeUnwrapErr())).toEqual(['created_at request.field_of_wrong_type'])
})

test('names a field that nobody knows', () => {
  expect(lostOf(readOne('workos', { id: 'u', email: 'a@example.com', shoe: 38 }))).toContain(
    'shoe unknown_field',
  )
})
