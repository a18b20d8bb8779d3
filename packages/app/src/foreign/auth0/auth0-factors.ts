import type { NewAuthenticator } from '@keepsake/domain'
import type { Reading, ReadUser } from '../foreign-system.ts'
import { given } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'

type Factors = Pick<ReadUser['facts'], 'authenticators' | 'passkeys'>

/**
 * Reads `mfa_factors` of a user and of the file of factors, and the passkeys among `authentication_methods`. What a
 * profile only names has no secret.
 */
export const readAuth0Factors = (user: Fields, id: string | undefined, { side }: Reading): Factors => {
  const records = [user, ...side('mfa', id)]
  for (const record of records.slice(1))
    record.lose('derived', 'user_id', 'email', 'phone_number', 'username')
  const authenticators = records.flatMap((record) => record.jsonObjects('mfa_factors').flatMap(readFactor))
  const passkeys = user.jsonObjects('authentication_methods').flatMap(readMethod)
  const named = authenticators.length > 0 ? 'derived' : 'no_secret'
  user.lose(named, 'multifactor', 'guardian_authenticators', 'multifactor_last_modified')
  return given<Factors>({ authenticators, passkeys })
}

const readFactor = (factor: Fields): readonly NewAuthenticator[] => {
  factor.lose('factor_not_supported', 'phone', 'email', 'recovery_code')
  const totp = factor.object('totp')
  if (totp === undefined) return []
  const secret = totp.text('secret')
  if (secret === undefined) totp.refuse('secret', 'string')
  return secret === undefined ? [] : [{ secret }]
}

const readMethod = (method: Fields): readonly unknown[] => {
  const type = method.text('type')
  const isPasskey = type === 'passkey' || type?.startsWith('webauthn') === true
  if (!isPasskey) {
    method.loseWhole('no_secret')
    return []
  }
  return [Object.fromEntries(method.names().map((name) => [name, method.any(name)]))]
}
