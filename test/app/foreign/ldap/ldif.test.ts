import { parseLdif } from '@keepsake/app/foreign'
import { expect, test } from 'vitest'
import { inShort } from '../../../builders/keepsake.ts'

const read = (text: string): unknown =>
  parseLdif(text).map((entry) => entry.match((value): unknown => value, inShort))

test('unfolds lines, decodes base64 and takes every value of an attribute', () => {
  const text =
    'version: 1\r\n# note\n# folded\n  note\ndn: uid=a\ncn:: w4Vz\ncn: B\ndescription: one\n  two\nphoto:: /9j/\n'
  expect(read(text)).toEqual([
    { dn: 'uid=a', cn: ['Ås', 'B'], description: ['one two'], photo: [{ base64: '/9j/' }] },
  ])
})

test('reads entries whose names are base64, and an attribute without a value', () => {
  expect(read('dn:: dWlkPcOF\nmail:\n\n\ndn: uid=b\nsn;lang-sv: B\n')).toEqual([
    { dn: 'uid=Å', mail: [''] },
    { dn: 'uid=b', 'sn;lang-sv': ['B'] },
  ])
})

test('names an entry that is none, and goes on with the next one', () => {
  expect(read('dn: uid=a\nno pair\n\ncn: B\n\ndn: uid=c\ncn:: §\n\ndn: uid=d\ncn: D')).toEqual([
    [' request.field_unreadable'],
    ['dn request.field_missing'],
    [' request.field_unreadable'],
    { dn: 'uid=d', cn: ['D'] },
  ])
})
