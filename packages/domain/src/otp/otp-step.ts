import { within } from '../kernel/bounded.ts'
import type { Instant } from '../kernel/sources.ts'
import type { OtpEngine } from './otp-engine.ts'
import type { OtpSecret } from './otp-secret.ts'

/** The number of whole periods since 1970 (RFC 6238, section 4.2). */
export const stepAt = (at: Instant, period: number): number => Math.floor(at / 1000 / period)

/**
 * How far a step that was used may lie ahead of one that is given: those of the past that are taken, and those by which
 * another clock may be ahead, for periods down to ten seconds.
 */
export const mostStepsAhead = 10

/**
 * Whether a step is later than the last one that was used. One that lies further ahead than any right clock has come was
 * used while a clock ran ahead, and counts for nothing: no code would be accepted until then.
 */
export const isFreshStep = (step: number, lastStep: number): boolean =>
  step > lastStep || lastStep > step + mostStepsAhead

/** Room for eight digits, however they are spaced. */
export const maxCodeLength = 32

/**
 * The time step whose code was given: the current one or one of the `pastSteps` before it, never one of the future.
 * Every step is computed and compared in full, so that the time taken does not tell which one it was.
 */
export const findStep = (
  engine: OtpEngine,
  secret: OtpSecret,
  code: string,
  at: Instant,
  pastSteps: number,
): number | undefined => {
  const given = within(code, maxCodeLength)?.replaceAll(/\s/gu, '') ?? ''
  const current = stepAt(at, secret.period)
  let found: number | undefined
  for (let step = current; step >= current - pastSteps; step -= 1)
    if (equalInConstantTime(engine.codeAt(secret, step), given)) found ??= step
  return found
}

const equalInConstantTime = (expected: string, given: string): boolean => {
  let difference = expected.length ^ given.length
  for (let index = 0; index < expected.length; index += 1)
    difference |= expected.charCodeAt(index) ^ given.charCodeAt(index)
  return difference === 0
}
