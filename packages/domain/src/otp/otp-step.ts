import { within } from '../kernel/bounded.ts'
import type { Instant } from '../kernel/sources.ts'
import type { OtpEngine } from './otp-engine.ts'
import type { OtpSecret } from './otp-secret.ts'

/** The number of whole periods since 1970 (RFC 6238, section 4.2). */
export const stepAt = (at: Instant, period: number): number => Math.floor(at / 1000 / period)

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
