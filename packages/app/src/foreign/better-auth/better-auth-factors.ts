import type { NewAuthenticator } from '@keepsake/domain'
import type { Reading } from '../foreign-system.ts'
import type { Fields } from '../record/open-record.ts'

/**
 * Reads the second factor of a user. The old application encrypts the secret and the codes with its own secret; only a
 * secret that is in clear can come along.
 */
export const readBetterAuthFactors = (
  user: Fields,
  id: string | undefined,
  { side }: Reading,
): readonly NewAuthenticator[] => {
  const factors = [...user.objects('twoFactor'), ...side('twoFactor', id)]
  const authenticators = factors.flatMap(readFactor)
  const isMissing = factors.length === 0 && user.flag('twoFactorEnabled') === true
  user.lose(isMissing ? 'no_secret' : 'derived', 'twoFactorEnabled')
  return authenticators
}

const readFactor = (factor: Fields): readonly NewAuthenticator[] => {
  factor.lose('derived', 'id', 'userId', 'verified', 'createdAt', 'updatedAt')
  const secret = factor.text('secret')
  if (secret === undefined) factor.refuse('secret', 'string')
  if (secret === undefined) return []
  factor.lose('encrypted', 'backupCodes')
  // The ciphertext is hex, or begins with the number of its key.
  if (/^[A-Z2-7]{16,}=*$/u.test(secret)) return [{ secret }]
  factor.lose('encrypted', 'secret')
  return []
}
