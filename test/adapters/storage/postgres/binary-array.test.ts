import { expect, test } from 'vitest'
import { binaryArray, type Value } from '../../../../packages/adapters/src/storage/postgres/binary-array.ts'
import type { ColumnKind } from '../../../../packages/adapters/src/storage/sql/tables.ts'

/** What PostgreSQL 18.4 answers to `SELECT encode(array_send(<array>), 'hex')`, by the array. */
const vectors: readonly (readonly [
  array: string,
  kind: ColumnKind,
  values: readonly Value[],
  hex: string,
])[] = [
  [
    "array['a', '林', '']::text[]",
    'text',
    ['a', '林', ''],
    '0000000100000000000000190000000300000001000000016100000003e69e9700000000',
  ],
  [
    "array[NULL, 'a']::text[]",
    'id',
    [null, 'a'],
    '0000000100000001000000190000000200000001ffffffff0000000161',
  ],
  [
    "array['\\x00ff'::bytea, '\\x'::bytea]",
    'key',
    [Uint8Array.of(0, 255), new Uint8Array()],
    '00000001000000000000001100000002000000010000000200ff00000000',
  ],
  [
    'array[1, -1, 1767225600000, NULL]::bigint[]',
    'number',
    [1, -1, 1_767_225_600_000, null],
    '000000010000000100000014000000040000000100000008000000000000000100000008ffffffffffffffff000000080000019b76daa800ffffffff',
  ],
]

test.each(vectors)('an array is written as PostgreSQL itself sends it: %s', (_array, kind, values, hex) => {
  expect(binaryArray(kind, values).toString('hex')).toBe(hex)
})
