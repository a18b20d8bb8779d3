import { parseTotpSecret, stepAt, type TotpEngine } from '@keepsake/domain'
import { findStep, type StepWindow } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const secret = parseTotpSecret('HZ2F6J3AGNAVSOTV', 80)._unsafeUnwrap()

/** Codes that are the step's own number, so that a test can tell which was meant. */
const engine: TotpEngine = { codeAt: (_, step) => String(step % 1_000_000).padStart(6, '0') }

/** The same digits in a script whose zero is this character. */
const inDigitsFrom = (zero: number, code: string): string =>
  code.replaceAll(/\d/gu, (digit) => String.fromCodePoint(zero + Number(digit)))

/** The first moment of a time step. */
const start = 1_700_000_010_000
const step = start / 30_000

const eitherWay: StepWindow = { pastSteps: 1, futureSteps: 1 }

const accepted = (secondsAway: number, window: StepWindow, at = start): number | undefined =>
  findStep(engine, secret, engine.codeAt(secret, stepAt(at + secondsAway * 1000, 30)), at, window)

describe('a time step', () => {
  it('counts whole periods since 1970', () => {
    // RFC 6238, appendix B: the time in seconds and the step in hex.
    for (const [seconds, hex] of [
      [59, '1'],
      [1111111109, '23523EC'],
      [1111111111, '23523ED'],
      [1234567890, '273EF07'],
      [2000000000, '3F940AA'],
      [20000000000, '27BC86AA'],
    ] as const)
      expect(stepAt(seconds * 1000, 30)).toBe(Number.parseInt(hex, 16))
  })

  it('lasts a period, to the millisecond', () => {
    expect(stepAt(start - 1, 30)).toBe(step - 1)
    expect(stepAt(start, 30)).toBe(step)
    expect(stepAt(start + 29_999, 30)).toBe(step)
    expect(stepAt(start + 30_000, 30)).toBe(step + 1)
  })
})

describe('a code', () => {
  it.each([
    [-61, undefined],
    [-31, undefined],
    [-30, step - 1],
    [-1, step - 1],
    [0, step],
    [29, step],
    [30, step + 1],
    [59, step + 1],
    [60, undefined],
  ])(
    'that the app shows %i seconds away is found at %s, one step either way being allowed',
    (seconds, found) => {
      expect(accepted(seconds, eitherWay)).toBe(found)
    },
  )

  it.each([
    [-61, undefined],
    [-31, step - 1],
    [-29, step],
    [0, step],
    [1, step + 1],
    [31, undefined],
  ])('%i seconds away from the end of a step is found at %s', (seconds, found) => {
    expect(accepted(seconds, eitherWay, start + 29_999)).toBe(found)
  })

  it('is found in as many past and future steps as are allowed, and in no others', () => {
    const steps = fc.integer({ min: 0, max: 4 })
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 5 }), steps, steps, (away, pastSteps, futureSteps) => {
        const found = away <= futureSteps && -away <= pastSteps ? step + away : undefined
        expect(accepted(away * 30, { pastSteps, futureSteps })).toBe(found)
      }),
    )
  })

  it('of two steps at once is that of the later one', () => {
    const same: TotpEngine = { codeAt: () => '123456' }
    expect(findStep(same, secret, '123456', start, eitherWay)).toBe(step + 1)
  })

  it('computes every allowed step, right or wrong', () => {
    for (const code of [engine.codeAt(secret, step), 'wrong', '']) {
      const asked: number[] = []
      const counting: TotpEngine = { codeAt: (_, at) => (asked.push(at), engine.codeAt(secret, at)) }
      findStep(counting, secret, code, start, { pastSteps: 2, futureSteps: 1 })
      expect(asked).toStrictEqual([step + 1, step, step - 1, step - 2])
    }
  })

  it.each([
    ['spaces', (code: string) => ` ${code.slice(0, 3)} ${code.slice(3)}\n`],
    ['no-break spaces', (code: string) => `${code.slice(0, 3)}\u00a0${code.slice(3)}`],
    ['a hyphen', (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`],
    ['a dash', (code: string) => `${code.slice(0, 3)}\u2013${code.slice(3)}`],
    ['a minus sign', (code: string) => `${code.slice(0, 3)}\u2212${code.slice(3)}`],
    ['a dot', (code: string) => `${code.slice(0, 3)}.${code.slice(3)}`],
    ['marks of direction', (code: string) => `\u202a${code}\u202c\u200e`],
    ['a byte order mark', (code: string) => `\ufeff${code}`],
    ['full-width digits', (code: string) => inDigitsFrom(0xff10, code)],
    ['Arabic digits', (code: string) => inDigitsFrom(0x0660, code)],
    ['Persian digits', (code: string) => inDigitsFrom(0x06f0, code)],
    ['Devanagari digits', (code: string) => inDigitsFrom(0x0966, code)],
    ['Bengali digits', (code: string) => inDigitsFrom(0x09e6, code)],
    ['thin spaces', (code: string) => `${code.slice(0, 3)}\u2009${code.slice(3)}`],
    ['an underscore', (code: string) => `${code.slice(0, 3)}_${code.slice(3)}`],
    ['a bullet', (code: string) => `${code.slice(0, 3)}\u2022${code.slice(3)}`],
    ['a comma', (code: string) => `${code.slice(0, 3)},${code.slice(3)}`],
    ['a tilde', (code: string) => `${code.slice(0, 3)}～${code.slice(3)}`],
    ['the dash of a Japanese keyboard', (code: string) => `${code.slice(0, 3)}ー${code.slice(3)}`],
    ['the stop of a Chinese keyboard', (code: string) => `${code.slice(0, 3)}。${code.slice(3)}`],
    ['brackets', (code: string) => `(${code.slice(0, 3)}) ${code.slice(3)}`],
    ['quotes around it', (code: string) => `“${code}”`],
    ['keycaps', (code: string) => code.replaceAll(/\d/gu, '$&\ufe0f\u20e3')],
  ])('may be typed with %s', (_, type) => {
    expect(findStep(engine, secret, type(engine.codeAt(secret, step)), start, eitherWay)).toBe(step)
  })

  it('is otherwise exact', () => {
    const code = engine.codeAt(secret, step)
    const found = (given: string) => findStep(engine, secret, given, start, eitherWay)
    for (const given of [
      '',
      code.slice(1),
      `0${code}`,
      `${code}0`,
      `${code}${code}`,
      code.slice(0, 5),
      '１'.repeat(6),
    ])
      expect(found(given)).toBeUndefined()
    for (let at = 0; at < code.length; at += 1)
      expect(found(`${code.slice(0, at)}x${code.slice(at + 1)}`)).toBeUndefined()
  })
})
