import type { NewAuthenticator, NewRecoveryCode } from '@keepsake/domain'
import { withRecoveryCodes } from '../parts/factors.ts'
import type { Fields } from '../record/open-record.ts'

/**
 * Reads the columns of devise-two-factor. The secret is nearly always encrypted: by Rails as JSON, or in a column of that
 * name. Backup codes are bcrypt hashes.
 */
export const readDeviseFactors = (user: Fields): readonly NewAuthenticator[] => {
  const secret = user.text('otp_secret')
  const isOn = user.flag('otp_required_for_login') !== false
  const isClear = secret !== undefined && /^[A-Za-z2-7]{16,}=*$/u.test(secret)
  user.lose('encrypted', 'encrypted_otp_secret', 'encrypted_otp_secret_iv', 'encrypted_otp_secret_salt')
  user.lose('short_lived', 'consumed_timestep')
  if (secret !== undefined && !isClear) user.lose('encrypted', 'otp_secret')
  if (isClear && !isOn) user.lose('short_lived', 'otp_secret')
  const authenticators = isClear && isOn ? [{ secret }] : []
  user.lose(authenticators.length > 0 ? 'derived' : 'no_secret', 'otp_required_for_login')
  return withRecoveryCodes(authenticators, readCodes(user), () => user.lose('no_secret', 'otp_backup_codes'))
}

/** A list, JSON in a text, or an array of PostgreSQL. */
const readCodes = (user: Fields): readonly NewRecoveryCode[] => {
  const value = user.any('otp_backup_codes')
  const list =
    typeof value === 'string' && /^\{.*\}$/su.test(value)
      ? value
          .slice(1, -1)
          .split(',')
          .map((code) => code.replaceAll('"', ''))
      : user.json('otp_backup_codes')
  if (list === undefined) return []
  if (!Array.isArray(list) || !list.every((code) => typeof code === 'string')) {
    user.refuse('otp_backup_codes', 'array of strings')
    return []
  }
  return list
    .filter((code) => code !== '')
    .map((code) => (code.startsWith('$2') ? { hash: { scheme: 'bcrypt', encoded: code } } : code))
}
