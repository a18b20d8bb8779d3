import { describe, expect, it } from 'vitest'
import { readFileOf } from './files.ts'
import { textRow, workbook } from './zip.ts'

const codes = async (sheets: Readonly<Record<string, string>>, sheet?: string) =>
  (await readFileOf(workbook(sheets), sheet === undefined ? {} : { sheet }, 65_536)).faults.map(
    ({ code, path }) => `${path} ${code}`.trim(),
  )

describe('the rows of a workbook', () => {
  /** With so many rows, its header included. */
  const sheetOf = (rows: number): string =>
    Array.from({ length: rows }, (_, index) =>
      textRow(index + 1, index === 0 ? 'username' : `u${index}`),
    ).join('')

  it('are 100,000 at most', async () => {
    const read = await readFileOf(workbook({ Users: sheetOf(100_000) }), {}, 65_536)
    expect(read.faults).toEqual([])
    expect(read.rows).toHaveLength(99_999)
    expect(read.rows.at(-1)).toEqual({ username: 'u99999' })
    expect(await codes({ Users: sheetOf(100_001) })).toEqual(['file.too_large'])
  })

  it('count by their number, also where most of them are empty', async () => {
    const far = `${textRow(1, 'username')}${textRow(1_048_576, 'ann')}`
    expect(await codes({ Users: far })).toEqual(['file.too_large'])
  })
})

describe('the sheets of a workbook', () => {
  const users = textRow(1, 'username') + textRow(2, 'ann')
  const others = textRow(1, 'username') + textRow(2, 'bob')

  it('are read if only one has something in it, or if one is named', async () => {
    for (const [sheets, sheet, name] of [
      [{ Users: users }, undefined, 'ann'],
      [{ Empty: '', Users: users, More: '' }, undefined, 'ann'],
      [{ Users: users, Others: others }, 'Others', 'bob'],
      [{ Users: users, Others: others }, 'Users', 'ann'],
    ] as const) {
      const read = await readFileOf(workbook(sheets), sheet === undefined ? {} : { sheet }, 65_536)
      expect(read).toMatchObject({ rows: [{ username: name }], faults: [] })
    }
  })

  it('are not chosen by guessing', async () => {
    expect(await codes({ Users: users, Others: others })).toEqual(['file.sheet_unclear'])
    expect(await codes({ Users: users }, 'users')).toEqual(['file.sheet_unknown'])
    expect(await codes({ Users: '', Others: '' })).toEqual(['file.header_missing'])
    expect(await codes({ Users: '' }, 'Users')).toEqual(['file.header_missing'])
  })
})

describe('a formula of a workbook', () => {
  /** A sheet whose second row has this cell in its column B. */
  const withCell = (cell: string): Readonly<Record<string, string>> => ({
    Users: `${textRow(1, 'username', 'value')}<row r="2"><c r="A2" t="inlineStr"><is><t>ann</t></is></c>${cell}</row>`,
  })

  it.each([
    ['a number', '<c r="B2"><f>1+1</f><v>2</v></c>', 2],
    ['a fraction', '<c r="B2"><f>1/8</f><v>0.125</v></c>', 0.125],
    ['a text', '<c r="B2" t="str"><f>A2&amp;"!"</f><v>ann!</v></c>', 'ann!'],
    ['a flag', '<c r="B2" t="b"><f>TRUE()</f><v>1</v></c>', true],
    ['a date', '<c r="B2" s="1"><f>DATE(1989,12,31)</f><v>32873</v></c>', '1989-12-31'],
    ['of a range', '<c r="B2"><f t="shared" ref="B2:B9" si="0">ROW()</f><v>2</v></c>', 2],
    ['that follows another', '<c r="B2"><f t="shared" si="0"/><v>2</v></c>', 2],
  ])('has the value that was computed last: %s', async (_, cell, value) => {
    const read = await readFileOf(workbook(withCell(cell)), {}, 65_536)
    expect(read).toMatchObject({ faults: [], rows: [{ username: 'ann', value }] })
  })

  it.each([
    ['was never computed', '<c r="B2"><f>1+1</f></c>'],
    ['was never computed, as other programs write it', '<c r="B2"><f>1+1</f><v/></c>'],
    ['was never computed, as openpyxl writes it', '<c r="B2"><f>1+1</f><v></v></c>'],
    ['was never computed, of a range', '<c r="B2"><f t="shared" si="0"/></c>'],
    ['is an error', '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'],
    ['is an error without a formula', '<c r="B2" t="e"><v>#N/A</v></c>'],
  ])('that %s refuses the workbook and names the cell', async (_, cell) => {
    const read = await readFileOf(workbook(withCell(cell)), {}, 65_536)
    expect(read.faults.map(({ code }) => code)).toEqual(['file.cell_without_value'])
  })

  it('that is an empty text is no value', async () => {
    const cell = '<c r="B2" t="str"><f>""</f><v></v></c>'
    const read = await readFileOf(workbook(withCell(cell)), {}, 65_536)
    expect(read).toMatchObject({ faults: [], rows: [{ username: 'ann' }] })
  })
})
