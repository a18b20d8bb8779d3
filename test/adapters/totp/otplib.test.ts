import { readFileSync } from 'node:fs'
import { openTotpEngine } from '@keepsake/adapters/totp/otplib'
import { conceal, type TotpAlgorithm, type TotpSecret } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'

type CodeVector = {
  readonly origin?: string
  readonly secret: string
  readonly algorithm: TotpAlgorithm
  readonly digits: 6 | 8
  readonly step: number
  readonly code: string
}

const vectors = (name: string): readonly CodeVector[] => {
  const text = readFileSync(new URL(`../../vectors/totp/${name}.json`, import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly vectors: readonly CodeVector[] }).vectors
}

const engine = await openTotpEngine()
const secretOf = (base32: string, fields: Partial<TotpSecret> = {}): TotpSecret => ({
  base32: conceal(base32),
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  ...fields,
})
const codeOf = ({ secret, algorithm, digits, step }: CodeVector): string =>
  engine.codeAt(secretOf(secret, { algorithm, digits }), step)

describe('the code of a time step', () => {
  it.each(vectors('rfc'))('is that of $origin: $algorithm, $digits digits, step $step', (vector) => {
    expect(codeOf(vector)).toBe(vector.code)
  })

  it.each(vectors('oathtool'))('is that of $command', (vector) => {
    expect(codeOf(vector)).toBe(vector.code)
  })

  it('keeps its leading zeros', () => {
    const all = [...vectors('rfc'), ...vectors('oathtool')]
    expect(all.some(({ code }) => code.startsWith('0'))).toBe(true)
    for (const vector of all) expect(codeOf(vector)).toHaveLength(vector.digits)
  })

  it('does not depend on the spare bits of a secret that is no whole number of bytes', () => {
    const code = engine.codeAt(secretOf('HZ2F6J3AGNAVSOTV'), 1)
    // 80 bits, then 5 that make no byte, whatever they are.
    for (const spare of ['A', 'B', '7'])
      expect(engine.codeAt(secretOf(`HZ2F6J3AGNAVSOTV${spare}`), 1)).toBe(code)
    expect(engine.codeAt(secretOf('HZ2F6J3AGNAVSOTVAB'), 1)).toBe(
      engine.codeAt(secretOf('HZ2F6J3AGNAVSOTVAA'), 1),
    )
  })

  it('exists for secrets up to 128 bytes', () => {
    expect(engine.codeAt(secretOf('GEZDGNBVGY3TQOJQ'.repeat(12) + 'GEZDGNBVGY3TQ'), 1)).toMatch(/^\d{6}$/u)
  })

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('does not exist for step %d', (step) => {
    expect(() => engine.codeAt(secretOf('HZ2F6J3AGNAVSOTV'), step)).toThrow()
  })

  it('is refused without the secret in the error', () => {
    expect(() => engine.codeAt(secretOf('HZ2F6J3AGNAVSOT!'), 1)).toThrow(/^(?!.*HZ2F6J3A)/u)
  })
})
