import type { DigestPurpose } from '@keepsake/domain'
import { digestedText } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'

/** Written out, so that a changed word is seen: stored digests would no longer be found. */
const purposes: Record<DigestPurpose, string> = {
  attempts: 'attempts x',
  login: 'login x',
  'tried at': 'tried at x',
  decoy: 'decoy x',
  'device token': 'device token x',
  'user list cursor': 'user list cursor x',
  'sign-in ticket': 'sign-in ticket x',
  'enrolment ticket': 'enrolment ticket x',
  'otp secret': 'otp secret x',
  'recovery code': 'recovery code x',
  'recovery code hash': 'recovery code hash x',
  'move key': 'move key x',
  'move row': 'move row x',
  'move field': 'move field x',
}

describe('what a digest is made of', () => {
  it.each(Object.entries(purposes))('for %s begins with the purpose', (purpose, text) => {
    expect(digestedText(purpose as DigestPurpose, 'x')).toBe(text)
  })
})
