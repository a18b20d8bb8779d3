import { isInForce } from '../kernel/clock-skew.ts'
import type { Instant } from '../kernel/system.ts'
import type { SealedField } from './secret-box.ts'

/** The fields that are stored sealed in our own store, where a rotation of the keys finds them and seals them anew. */
export const restingFields = [
  'otp_secret',
  'recovery_code',
  'notice_secret',
  'digest_key',
  'move_before',
] as const

export type RestingField = (typeof restingFields)[number]

/**
 * The fields that are sealed and given away as a token, which no rotation can reach. A new field is a token unless it
 * is listed in `restingFields`.
 */
export type TokenField = Exclude<SealedField['field'], RestingField>

const minuteMs = 60_000

/** How long each token is good, in ms. The key under which it was sealed must stay for that long. */
export const goodForMs: Readonly<Record<TokenField, number>> = {
  // Long enough to think of a password, and short enough if somebody finds a browser left alone.
  password_ticket: 10 * minuteMs,
  // A mail may take time to arrive, but OWASP's Forgot Password Cheat Sheet asks for a short life.
  password_reset: 60 * minuteMs,
  // Nobody has asked for this mail: its reader may be away for days, and the mail itself may be late by more than a
  // day.
  account_activation: 7 * 24 * 60 * minuteMs,
  // As long as the contract's own. A user reads a code off an app, and may have to look for a recovery code.
  sign_in_ticket: 6 * minuteMs,
  // Time to find the app and scan.
  otp_enrolment: 10 * minuteMs,
}

/** How long an earlier key is needed for tokens, in ms, once nothing is sealed under it any more. */
export const tokensGoodForMs: number = Math.max(...Object.values(goodForMs))

/** Until when a token is good that is issued now. */
export const goodUntil = (field: TokenField, now: Instant): Instant => now + goodForMs[field]

/** Whether a token that is good until this time is good now: neither expired, nor issued in the future. */
export const isTokenInForce = (field: TokenField, until: Instant, now: Instant): boolean =>
  isInForce(until, now, goodForMs[field])
