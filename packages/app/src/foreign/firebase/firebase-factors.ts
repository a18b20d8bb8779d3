import type { Fields } from '../record/open-record.ts'

/**
 * Reads the passkeys of a user. The second factors in `mfaInfo` and `multiFactor` are phones, which get codes, and
 * authenticators, whose secrets Firebase does not give away.
 */
export const readFirebaseFactors = (user: Fields): readonly unknown[] => {
  const enrolled = user.object('multiFactor')?.objects('enrolledFactors') ?? []
  for (const factor of [...user.objects('mfaInfo'), ...enrolled]) {
    const isTotp = factor.has('totpInfo') || factor.text('factorId') === 'totp' || !factor.has('phoneInfo')
    const isPhone = factor.has('phoneInfo') || factor.has('phoneNumber')
    factor.loseWhole(isTotp && !isPhone ? 'no_secret' : 'factor_not_supported')
  }
  const passkeys = user.any('passkeyInfo')
  if (passkeys === undefined || Array.isArray(passkeys)) return passkeys ?? []
  user.refuse('passkeyInfo', 'array')
  return []
}
