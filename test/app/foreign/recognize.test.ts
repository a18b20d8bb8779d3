import { foreignSystem, recognizeForeign } from '@keepsake/app/foreign'
import { describe, expect, test } from 'vitest'
import { samples } from './samples.ts'

describe.each(samples)('$source', ({ source, records, files = {} }) => {
  test('knows each record of its users, and no other system does better', () => {
    for (const record of records) {
      const found = recognizeForeign([record])
      expect([found[0]?.source, found[0]?.file, found[0]?.reason === '']).toEqual([source, 'users', false])
    }
  })

  test('knows its side files by their content', () => {
    for (const side of foreignSystem(source).sides.filter(({ signs }) => signs.length > 0)) {
      const given = files[side.name]
      if (given === undefined || given === records) continue
      const found = recognizeForeign(typeof given === 'string' ? [given] : given)
      expect(found[0]).toMatchObject({ source, file: side.name })
    }
  })
})

test('knows nothing in a record of nobody', () => {
  expect(recognizeForeign([{ a: 1 }, null, 'text', []])).toEqual([])
  expect(recognizeForeign([])).toEqual([])
})

test('says where in a document the records are', () => {
  const { records } = samples.find(({ source }) => source === 'authing')!
  expect(recognizeForeign([{ statusCode: 200, data: { totalCount: 1, list: records } }])[0]).toMatchObject({
    source: 'authing',
    file: 'users',
    confidence: 'certain',
    at: 'data.list',
  })
})
