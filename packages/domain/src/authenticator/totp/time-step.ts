import { within } from '../../kernel/bounded.ts'
import { typedCode } from '../../kernel/plain-spelling.ts'
import { equalInConstantTime } from '../../kernel/equal-texts.ts'
import type { Instant } from '../../kernel/system.ts'
import type { TotpEngine } from './totp-engine.ts'
import type { TotpSecret } from './totp-secret.ts'

/** The number of whole periods since 1970 (RFC 6238, section 4.2). */
export const stepAt = (at: Instant, period: number): number => Math.floor(at / 1000 / period)

/**
 * How many steps a used step may lie ahead of a given one: the width of any window, plus the steps that another clock
 * may be ahead.
 */
export const mostStepsAhead = 10

/**
 * Whether a step is later than the last used one. A last step further ahead than any right clock was used while a clock
 * ran ahead, and counts for nothing: otherwise no code would be accepted until then.
 */
export const isFreshStep = (step: number, lastStep: number): boolean =>
  step > lastStep || lastStep > step + mostStepsAhead

/** When a step ends, in ms since 1970. */
export const endOfStep = (step: number, period: number): Instant => (step + 1) * period * 1000

/**
 * The last step, with this period, of which some part is used up when all time before `usedUntil` is used up. What is
 * used up is time of a secret: an authenticator with the same secret and other parameters accepts no code of this time
 * again.
 */
export const lastStepBefore = (usedUntil: Instant, period: number): number =>
  Math.ceil(usedUntil / 1000 / period) - 1

/** How long used-up time must be remembered after its end, in ms: far longer than any code is accepted. */
export const usedKeptMs: number = 24 * 60 * 60_000

/** How many time steps before and after the current one are accepted (RFC 6238, sections 5.2 and 6). */
export type StepWindow = {
  /** How many time steps before the current one are accepted, for slow typists and slow clocks. */
  readonly pastSteps: number
  /** How many time steps after the current one are accepted, for clocks that are fast. */
  readonly futureSteps: number
}

/** Room for eight digits, with any separators. */
const maxTyped = 64

/** What people put around and between digits: any punctuation, and the frame of a keycap. A code has only digits. */
const aroundDigits = /[\p{Punctuation}\u20e3]/gu

/** A one-time code in the spelling that codes are compared in. A text that is too long for a code gives no code. */
export const parseTypedCode = (text: string): string =>
  typedCode(within(text, maxTyped) ?? '').replaceAll(aroundDigits, '')

/**
 * The time step in the window to which the given code belongs. If two steps have the same code, it is the later one,
 * and the earlier one is used up with it. Every step is computed and compared in full, so that the time taken does not
 * tell which step it was.
 */
export const findStep = (
  engine: TotpEngine,
  secret: TotpSecret,
  code: string,
  at: Instant,
  { pastSteps, futureSteps }: StepWindow,
): number | undefined => {
  const given = parseTypedCode(code)
  const current = stepAt(at, secret.period)
  let found: number | undefined
  for (let step = current + futureSteps; step >= current - pastSteps; step -= 1)
    if (equalInConstantTime(engine.codeAt(secret, step), given)) found ??= step
  return found
}
