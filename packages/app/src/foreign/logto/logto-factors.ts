import type { NewAuthenticator, NewRecoveryCode } from '@keepsake/domain'
import type { ReadUser } from '../foreign-system.ts'
import { withRecoveryCodes } from '../parts/factors.ts'
import { given } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'

type Factors = Pick<ReadUser['facts'], 'authenticators' | 'passkeys'>

/** Reads `mfa_verifications`: authenticators, backup codes and passkeys. */
export const readLogtoFactors = (user: Fields, column: string): Factors => {
  const read = user.jsonObjects(column).map(readVerification)
  const codes = read.find((each) => each.codes !== undefined)
  return given<Factors>({
    authenticators: withRecoveryCodes(
      read.flatMap(({ otp }) => otp ?? []),
      read.flatMap(({ codes: list }) => list ?? []),
      () => codes?.fields.loseWhole('no_secret'),
    ),
    passkeys: read.flatMap(({ passkey }) => passkey ?? []),
  })
}

type Read = {
  readonly fields: Fields
  readonly otp?: NewAuthenticator
  readonly codes?: readonly NewRecoveryCode[]
  readonly passkey?: unknown
}

const readVerification = (fields: Fields): Read => {
  const type = fields.text('type')
  if (type === 'WebAuthn')
    return { fields, passkey: Object.fromEntries(fields.names().map((name) => [name, fields.any(name)])) }
  fields.lose('derived', 'id', 'createdAt', 'lastUsedAt', 'name')
  if (type === 'Totp') {
    const secret = fields.text('key')
    if (secret === undefined) fields.loseWhole('no_secret')
    return secret === undefined ? { fields } : { fields, otp: { secret } }
  }
  if (type === 'BackupCode') return { fields, codes: fields.objects('codes').flatMap(readCode) }
  fields.loseWhole('factor_not_supported')
  return { fields }
}

const readCode = (code: Fields): readonly NewRecoveryCode[] => {
  const text = code.text('code')
  const usedAt = code.time('usedAt')
  if (text === undefined) code.refuse('code', 'string')
  return text === undefined
    ? []
    : [{ code: text, ...(usedAt !== undefined && { usedAt: new Date(usedAt).toISOString() }) }]
}
