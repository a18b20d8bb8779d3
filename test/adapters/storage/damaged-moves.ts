import { sealed, type LedgerRow, type PoolStorage, type Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { expect } from 'vitest'
import { errorOf, valueOf } from '../../builders/keepsake.ts'
import { aLedgerRow, anEntry, aRefusedRow, aRunningMove, madeAt } from '../../builders/users.ts'
import type { Ask } from './ask-by-url.ts'
import type { DamageCase } from './damage-case.ts'

/** What must be seen nowhere but in the table. */
const content = 'somebody@secret.example'

const set = (ask: Ask, table: string, column: string, value: string, where: string): Promise<unknown> =>
  ask(`UPDATE ${table} SET ${column} = '${value}' WHERE ${where}`)

/** That the call is unavailable, and names the record without its content. */
const isNamed = async (call: ResultAsync<unknown, Unavailable>, name: string): Promise<void> => {
  const { kind, part, cause } = await errorOf(call)
  expect([kind, part]).toEqual(['unavailable', 'storage'])
  expect(String(cause)).toContain(name)
  expect(String(cause)).not.toContain(content)
}

/** Three rows of a ledger. */
const threeRows = async (pool: PoolStorage): Promise<readonly [LedgerRow, LedgerRow, LedgerRow]> => {
  const entry = anEntry()
  await valueOf(pool.users.insertAll([entry]))
  const row = (keyDigest: string): LedgerRow => aLedgerRow(entry.user.id, { keyDigest })
  const rows = [row('k.1'), row('k.2'), row('k.3')] as const
  await valueOf(pool.moves.putRows(rows.map((to) => ({ from: undefined, to }))))
  return rows
}

const noDocuments = ['', `{"a":"${content}`, content, 'null', '7', `"${content}"`, '[7]', '{"a":7}']

/** What a storage of SQL does with the rows of moves that were damaged behind its back. */
export const moveDamageCases: readonly DamageCase[] = [
  {
    name: 'a move that cannot be read is named at its place, and can be changed',
    run: async (pool, ask) => {
      const { moves } = pool
      const running = [1, 2, 3].map((number) => aRunningMove(pool, 0, { number }))
      const [first, middle, last] = await Promise.all(running)
      for (const [column, text] of [...noDocuments.map((each) => ['document', each]), ['state', 'odd']]) {
        await set(ask, 'keepsake_moves', column!, text!, `id = 'm2'`)
        expect(await valueOf(moves.list({ limit: 9 })), text).toEqual([
          last,
          { id: 'm2', number: 2, damaged: true },
          first,
        ])
        await isNamed(moves.find('m2'), 'm2')
        expect(await valueOf(moves.find('m1'))).toEqual(first)
        await valueOf(moves.change(middle!.version, middle!))
        expect(await valueOf(moves.find('m2'))).toEqual(middle)
      }
    },
  },
  {
    name: 'a chunk that cannot be read is named, and never claimed as another one',
    run: async (pool, ask) => {
      const move = await aRunningMove(pool, 2, { number: 1 })
      const claim = () =>
        pool.moves.claimChunk({ move: move.id, holder: 'one', now: madeAt, leaseUntil: madeAt + 1 })
      const [before] = await ask(`SELECT work FROM keepsake_move_chunks WHERE chunk_no = 0`)
      for (const text of noDocuments) {
        await set(ask, 'keepsake_move_chunks', 'work', text, `chunk_no = 0`)
        await isNamed(pool.moves.listChunks({ move: move.id, limit: 9 }), `chunk 0 of move ${move.id}`)
        await isNamed(claim(), `chunk 0 of move ${move.id}`)
      }
      await set(ask, 'keepsake_move_chunks', 'work', String(before?.['work']), `chunk_no = 0`)
      // The failed claims are not counted.
      expect(await valueOf(claim())).toMatchObject({ no: 0, attempt: 1 })
      expect(await valueOf(claim())).toMatchObject({ no: 1, attempt: 1 })
    },
  },
  {
    name: 'a refused row that cannot be read is named',
    run: async (pool, ask) => {
      await valueOf(pool.moves.putRefused('m1', 0, [aRefusedRow('m1', 0, 4), aRefusedRow('m1', 0, 5)]))
      for (const text of noDocuments) {
        await set(ask, 'keepsake_refused_move_rows', 'document', text, 'row_no = 4')
        await isNamed(pool.moves.listRefused({ move: 'm1', limit: 9 }), 'row 4 of move m1')
        expect(await valueOf(pool.moves.listRefused({ move: 'm1', after: 4, limit: 9 }))).toHaveLength(1)
        expect(await valueOf(pool.moves.countRefused('m1'))).toBe(2)
      }
    },
  },
  {
    name: 'a row of a ledger that cannot be read is named at its place, and all others are read',
    run: async (pool, ask) => {
      const [first, middle, last] = await threeRows(pool)
      const where = `key_digest = 'k.2'`
      const columns = ['field_digests', 'before_images', 'outcome'].flatMap((column) =>
        noDocuments.map((text) => [column, text] as const),
      )
      for (const [column, text] of columns) {
        const [before] = await ask(`SELECT ${column} AS value FROM keepsake_move_rows WHERE ${where}`)
        await set(ask, 'keepsake_move_rows', column, text, where)
        const damaged = { source: middle.source, keyDigest: 'k.2', damaged: true }
        const query = { source: middle.source, limit: 9 }
        expect(await valueOf(pool.moves.listRows(query)), `${column} ${text}`).toEqual([first, damaged, last])
        expect(await valueOf(pool.moves.listSealed(undefined, 9))).toEqual([first, damaged, last])
        await isNamed(pool.moves.findRows(middle.source, ['k.1', 'k.2']), 'k.2')
        await isNamed(pool.moves.findRowsOfUsers([middle.userId!]), 'k.2')
        expect(await valueOf(pool.moves.findRows(middle.source, ['k.1']))).toEqual([first])
        await set(ask, 'keepsake_move_rows', column, String(before?.['value']), where)
      }
      await set(ask, 'keepsake_move_rows', 'before_images', content, where)
      const to = { ...middle, revision: 2, before: [sealed('v1.new')] }
      await valueOf(pool.moves.putRows([{ from: 1, to }]))
      expect(await valueOf(pool.moves.findRows(middle.source, ['k.2']))).toEqual([to])
    },
  },
  {
    name: 'of a removed user, a row of a ledger that cannot be read is erased as well',
    run: async (pool, ask) => {
      const [first] = await threeRows(pool)
      await set(ask, 'keepsake_move_rows', 'field_digests', content, `key_digest = 'k.2'`)
      await valueOf(pool.users.removeAll([first.userId!]))
      const rows = await valueOf(pool.moves.listRows({ source: first.source, limit: 9 }))
      expect(rows.map((row) => 'outcome' in row && row.outcome)).toEqual(['erased', 'erased', 'erased'])
      expect(JSON.stringify(await ask('SELECT * FROM keepsake_move_rows'))).not.toContain(content)
    },
  },
]
