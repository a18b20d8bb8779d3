import { describe, expect, it } from 'vitest'
import { hashFormat } from '../../../../packages/adapters/src/password/formats/hash-format.ts'

const lenient = hashFormat({
  id: 'lenient',
  parse: (encoded) => ({ rounds: encoded.length, encoded }),
  bounds: [{ name: 'rounds', of: ({ rounds }) => rounds, max: 1000 }],
  strength: () => 'weak',
  matches: async (password, { encoded }) => password.toString() === encoded,
})

describe('a row of the table of hash formats', () => {
  it('is not asked about a text over 1,024 characters', () => {
    expect(lenient.read('x'.repeat(1024))).toBeDefined()
    expect(lenient.read('x'.repeat(1025))).toBeUndefined()
  })

  it('is too costly beyond its bounds alone', () => {
    expect(lenient.read('x'.repeat(1000))?.tooCostly).toBe(false)
    expect(lenient.read('x'.repeat(1001))?.tooCostly).toBe(true)
  })

  it('checks with what it has parsed, and is outdated unless it says otherwise', async () => {
    const hash = lenient.read('x')!
    expect(await hash.matches(Buffer.from('x'))).toBe(true)
    expect(await hash.matches(Buffer.from('y'))).toBe(false)
    expect(hash.outdated).toBe(true)
  })
})
