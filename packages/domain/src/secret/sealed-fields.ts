import type { SealedField } from './secret-box.ts'

/** What rests sealed in a store of ours, where a rotation of the keys finds it and seals it anew. */
export const restingFields = ['otp_secret', 'recovery_code', 'notice_secret', 'digest_key'] as const

export type RestingField = (typeof restingFields)[number]

/** What is sealed and given away as a token, out of reach of any rotation. A field that is added is one, unless it rests. */
export type TokenField = Exclude<SealedField['field'], RestingField>

const minuteMs = 60_000

/** How long each token is good for, in ms: so long the key under which it was sealed must stay. */
export const goodForMs: Readonly<Record<TokenField, number>> = {
  // Time to think of a password, and little enough for one who finds a browser left alone.
  password_ticket: 10 * minuteMs,
  // A mail may take its time; OWASP's Forgot Password Cheat Sheet asks for a short one all the same.
  password_reset: 60 * minuteMs,
  // Nobody has asked for this mail: its reader may be away for days, and the mail itself late by more than one.
  account_activation: 7 * 24 * 60 * minuteMs,
  // As long as the contract's own; a code is read off an app, and a recovery code may have to be looked for.
  sign_in_ticket: 6 * minuteMs,
  // Time to find the app and scan.
  otp_enrolment: 10 * minuteMs,
}

/** How long an earlier key is needed for tokens, in ms, once nobody seals under it any more. */
export const tokensGoodForMs: number = Math.max(...Object.values(goodForMs))
