import { openRecordFile } from '@keepsake/adapters/records/file'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { times } from '../../effort.ts'
import { bytesOf, csv, json, lists, ndjson, packings, readAll, readFileOf, xlsx, type Row } from './files.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 12 })
const value = fc.oneof(
  text,
  fc.string({
    unit: fc.constantFrom('"', '\\', '\n', '\r', ',', ';', '{', '}', '[', ']', ' ', '\u2028', '😀'),
  }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
  fc.boolean(),
  fc.constant(null),
  fc
    .jsonValue({ maxDepth: 3 })
    .filter((each) => !JSON.stringify(each).includes('__proto__') && !JSON.stringify(each).includes('-0')),
)
const field = text.filter((name) => name !== '__proto__')
const row = fc.dictionary(field, value, { maxKeys: 6, noNullPrototype: true })
const rows = fc.array(row, { maxLength: 8 })
const someRows = fc.array(row, { minLength: 1, maxLength: 8 })
const chunkBytes = fc.integer({ min: 1, max: 40 })
const packing = fc.constantFrom(...Object.keys(packings))

/** CSV carries texts under names without blanks at the ends. */
const columns = fc.uniqueArray(
  text.map((name) => `c${name.trim()}d`),
  { minLength: 2, maxLength: 5 },
)
const texts = columns.chain((names) =>
  fc.array(fc.record(Object.fromEntries(names.map((name) => [name, text]))), { minLength: 1, maxLength: 6 }),
)

const runs = { numRuns: times({ short: 150, long: 5000 }) }

/**
 * What a spreadsheet cannot hold is not in a workbook. The library that writes these workbooks cannot write a text that names
 * a member of every object, such as `valueOf`.
 */
const isInWorkbook = (each: string): boolean => /^[^\p{Cc}\p{Cs}\ufffe\uffff]+$/u.test(each) && !(each in {})

describe('random records', () => {
  it('are read again from JSON, in whatever chunks, layout and compression', async () => {
    await fc.assert(
      fc.asyncProperty(rows, chunkBytes, packing, fc.constantFrom(0, 2), async (given, size, pack, space) => {
        const content = packings[pack]!(Buffer.from(json(given, space)))
        const read = await readFileOf(content, { format: 'json' }, size)
        expect(read).toMatchObject({ format: 'json', faults: [] })
        expect(read.rows).toEqual(JSON.parse(JSON.stringify(given)))
      }),
      runs,
    )
  })

  it('are read again from lines of JSON', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, chunkBytes, packing, async (given, size, pack) => {
        const content = packings[pack]!(Buffer.from(`\n${ndjson(given)}`))
        const read = await readFileOf(content, { format: 'ndjson' }, size)
        expect(read).toMatchObject({ format: 'ndjson', faults: [] })
        expect(read.rows).toEqual(JSON.parse(JSON.stringify(given)))
      }),
      runs,
    )
  })

  it('are read again from CSV, as texts', async () => {
    await fc.assert(
      fc.asyncProperty(
        texts,
        chunkBytes,
        packing,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom('', '\ufeff'),
        async (given, size, pack, delimiter, lineEnd, mark) => {
          const content = packings[pack]!(Buffer.from(mark + csv(given, delimiter, lineEnd)))
          const read = await readFileOf(content, { format: 'csv', delimiter }, size)
          expect(read).toMatchObject({ format: 'csv', faults: [] })
          expect(read.rows).toEqual(given)
        },
      ),
      runs,
    )
  })

  it('are read again from CSV in UTF-16', async () => {
    await fc.assert(
      fc.asyncProperty(texts, chunkBytes, async (given, size) => {
        const content = Buffer.from(`\ufeff${csv(given)}`, 'utf16le')
        expect((await readFileOf(content, { format: 'csv', delimiter: ',' }, size)).rows).toEqual(given)
        expect((await readFileOf(content.swap16(), { format: 'csv', delimiter: ',' }, size)).rows).toEqual(
          given,
        )
      }),
      runs,
    )
  })

  it('are read again from a workbook: texts, numbers of fifteen digits, flags and dates', async () => {
    const cell = fc.oneof(
      text.filter(isInWorkbook),
      fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }),
      fc.boolean(),
    )
    const table = fc
      .uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/u), { minLength: 1, maxLength: 4 })
      .chain((names) =>
        fc.array(fc.record(Object.fromEntries(names.map((name) => [name, cell]))), {
          minLength: 1,
          maxLength: 4,
        }),
      )
    await fc.assert(
      fc.asyncProperty(table, async (given) => {
        const names = Object.keys(given[0]!)
        const workbook = await xlsx([names, ...given.map((each) => names.map((name) => each[name]!))])
        const read = await readFileOf(workbook, {}, 1000)
        expect(read).toMatchObject({ format: 'xlsx', faults: [] })
        expect(read.rows).toEqual(given)
      }),
      { numRuns: times({ short: 30, long: 1000 }) },
    )
  })
})

describe('reading on from a position', () => {
  it.each(['json', 'ndjson', 'csv'] as const)('of %s gives what is left', async (format) => {
    const write = { json, ndjson, csv: (given: readonly Row[]) => csv(given) }[format]
    await fc.assert(
      fc.asyncProperty(
        texts,
        chunkBytes,
        packing,
        fc.constantFrom('', '\ufeff'),
        async (given, size, pack, mark) => {
          const content = packings[pack]!(Buffer.from(mark + write(given)))
          const opened = await openRecordFile(bytesOf(content, size), { lists, format, delimiter: ',' })
          const { reader } = opened._unsafeUnwrap()
          const whole = await readAll(reader)
          expect(whole.rows).toEqual(given)
          for (const [index, position] of whole.positions.entries()) {
            const rest = await readAll(reader, position)
            expect(rest).toEqual({
              rows: whole.rows.slice(index),
              positions: whole.positions.slice(index),
              faults: [],
            })
          }
        },
      ),
      { numRuns: times({ short: 60, long: 2000 }) },
    )
  })

  it('of a workbook gives what is left', async () => {
    const workbook = await xlsx([['a'], ['x'], [null], ['y'], [1]])
    const reader = (await openRecordFile(bytesOf(workbook), { lists }))._unsafeUnwrap().reader
    const { positions } = await readAll(reader)
    expect(positions.map(({ line, row: index }) => [line, index])).toEqual([
      [2, 0],
      [4, 1],
      [5, 2],
    ])
    expect((await readAll(reader, positions[1])).rows).toEqual([{ a: 'y' }, { a: 1 }])
  })
})

describe('a file that is cut off or has a wrong byte', () => {
  /** Whether the rows are the first ones of what was written. */
  const areFirst = (found: readonly unknown[], all: readonly unknown[]): boolean =>
    JSON.stringify(found) === JSON.stringify(all.slice(0, found.length))

  it.each(['json', 'ndjson'] as const)(
    'in %s gives the first records and a fault, never another record',
    async (format) => {
      const write = { json, ndjson }[format]
      await fc.assert(
        fc.asyncProperty(
          rows,
          fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
          async (given, part) => {
            const whole = Buffer.from(write(given).trimEnd())
            if (whole.length === 0) return
            const cut = whole.subarray(0, Math.floor(whole.length * part))
            const read = await readFileOf(cut, { format })
            expect(areFirst(read.rows, JSON.parse(JSON.stringify(given)) as unknown[])).toBe(true)
            const isAtLineEnd = format === 'ndjson' && read.faults.length === 0
            if (isAtLineEnd) expect(cut.toString().trimEnd().endsWith('}')).toBe(true)
            else expect(read.faults).not.toEqual([])
          },
        ),
        runs,
      )
    },
  )

  it.each(['gzip', 'zstd'] as const)(
    'under %s is refused wherever it is cut, and wherever a byte is wrong',
    async (pack) => {
      const given = Array.from({ length: 300 }, (_, index) => ({
        username: `u${index * 7919}`,
        name: `${index}`,
      }))
      const whole = Buffer.from(packings[pack]!(Buffer.from(ndjson(given))))
      for (let at = 5; at < whole.length; at += times({ short: 37, long: 1 })) {
        expect((await readFileOf(whole.subarray(0, at), {}, 64)).faults, `cut at ${at}`).not.toEqual([])
        const flipped = Buffer.from(whole)
        flipped[at]! ^= 0x10
        const read = await readFileOf(flipped, {}, 64)
        const isRight = read.faults.length > 0 || JSON.stringify(read.rows) === JSON.stringify(given)
        expect(isRight, `wrong byte at ${at}`).toBe(true)
      }
    },
  )

  it('in a workbook is refused, or the values are right', async () => {
    const given = Array.from({ length: 20 }, (_, index) => [`u${index * 7919}`, index])
    const whole = await xlsx([['a', 'b'], ...given])
    const expected = given.map(([a, b]) => ({ a, b }))
    for (let at = 4; at < whole.length; at += times({ short: 41, long: 1 })) {
      const flipped = Buffer.from(whole)
      flipped[at]! ^= 0x04
      for (const bytes of [flipped, whole.subarray(0, at)]) {
        const read = await readFileOf(bytes, { format: 'xlsx' }, 1000)
        expect(
          read.faults.length > 0 || JSON.stringify(read.rows) === JSON.stringify(expected),
          `${at}`,
        ).toBe(true)
      }
    }
  })
})
