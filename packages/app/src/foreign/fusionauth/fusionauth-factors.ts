import type { NewAuthenticator, NewRecoveryCode } from '@keepsake/domain'
import { withRecoveryCodes } from '../parts/factors.ts'
import { given } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'

/** Reads `twoFactor`, and the single factor of releases before 1.26. The secrets are base64. */
export const readFusionAuthFactors = (user: Fields): readonly NewAuthenticator[] => {
  const twoFactor = user.object('twoFactor')
  const methods = (twoFactor?.objects('methods') ?? []).flatMap(readMethod)
  const scheme = twoFactor?.text('recoveryCodeEncryptionScheme')
  const codes = twoFactor?.texts('recoveryCodes') ?? []
  if (scheme !== undefined && scheme !== 'bcrypt') twoFactor?.lose('hash_not_supported', 'recoveryCodes')
  const authenticators = [...methods, ...readFormer(user)]
  user.lose(authenticators.length > 0 ? 'derived' : 'no_secret', 'twoFactorEnabled')
  return withRecoveryCodes(
    authenticators,
    scheme === undefined || scheme === 'bcrypt' ? codes.map((code) => toRecoveryCode(code, scheme)) : [],
    () => twoFactor?.lose('no_secret', 'recoveryCodes'),
  )
}

const toRecoveryCode = (code: string, scheme: string | undefined): NewRecoveryCode =>
  scheme === undefined ? code : { hash: { scheme, encoded: code } }

const readMethod = (method: Fields): readonly NewAuthenticator[] => {
  if (method.text('method') !== 'authenticator') {
    method.loseWhole('factor_not_supported')
    return []
  }
  const secret = method.text('secret')
  const parameters = method.object('authenticator')
  method.lose('derived', 'id', 'lastUsed')
  if (secret === undefined) {
    method.loseWhole('no_secret')
    return []
  }
  return [
    given<NewAuthenticator>({
      secret,
      secretEncoding: 'base64',
      algorithm: parameters?.text('algorithm'),
      digits: parameters?.count('codeLength'),
      period: parameters?.count('timeStep'),
      name: method.text('name'),
    }),
  ]
}

const readFormer = (user: Fields): readonly NewAuthenticator[] => {
  const [delivery, secret] = [user.text('twoFactorDelivery'), user.text('twoFactorSecret')]
  const isOn = user.flag('twoFactorEnabled') !== false
  if (delivery === 'TextMessage') {
    user.lose('factor_not_supported', 'twoFactorDelivery', 'twoFactorSecret')
    return []
  }
  user.lose('derived', 'twoFactorDelivery')
  if (secret !== undefined && !isOn) user.lose('short_lived', 'twoFactorSecret')
  return secret === undefined || !isOn ? [] : [{ secret, secretEncoding: 'base64' }]
}
