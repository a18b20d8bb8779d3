import { describe, expect, it } from 'vitest'
import { parseJsonBytes } from '../../../packages/http/src/wire/json.ts'

describe('JSON in bytes', () => {
  it('is read as its text is', () => {
    expect(parseJsonBytes(Buffer.from('\ufeff{"名":"张三"}'))._unsafeUnwrap()).toStrictEqual({ 名: '张三' })
    expect(parseJsonBytes(Buffer.from('{"a":1,"a":2}'))._unsafeUnwrapErr()).toStrictEqual([
      { code: 'request.key_repeated', path: ['a'] },
    ])
  })

  it('is refused where it is no UTF-8, and not repeated', () => {
    expect(parseJsonBytes(Buffer.from([0x22, 0xff, 0x22]))._unsafeUnwrapErr()).toStrictEqual([
      { code: 'request.not_json', path: [] },
    ])
  })
})
