import { collectList, inside, issue, type Checked, type NewOtp, type NewRecoveryCode } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import { z } from 'zod'
import { checkShape, list, maybe, text } from '../shape.ts'
import { maxCodes, maxCredentials, withRecoveryCodes } from './parts.ts'

const parameters = z.object({
  algorithm: text,
  codeLength: maybe(z.number()),
  timeStep: maybe(z.number()),
})

const method = z.object({ method: text, secret: text, authenticator: maybe(parameters) })

type Method = z.infer<typeof method>

const user = z.object({
  twoFactor: maybe(
    z.object({
      methods: maybe(list(method, maxCredentials)),
      recoveryCodes: maybe(list(z.string(), maxCodes)),
      // How the other schemes of FusionAuth join salt and hash in one text is not documented.
      recoveryCodeEncryptionScheme: maybe(z.enum(['bcrypt'])),
    }),
  ),
})

/**
 * Reads `twoFactor.methods[]` whose method is `authenticator`, base64, and `twoFactor.recoveryCodes`: in clear, or
 * bcrypt hashes where `recoveryCodeEncryptionScheme` says so. Methods by email and text message are left out.
 */
export const readFusionAuthOtps = (value: unknown): Checked<readonly NewOtp[]> =>
  checkShape(user, value).andThen(({ twoFactor = {} }) => {
    const { methods = [], recoveryCodes = [], recoveryCodeEncryptionScheme: scheme } = twoFactor
    return inside(['twoFactor', 'methods'], collectList(methods, readMethod)).map((otps) =>
      withRecoveryCodes(
        otps.flat(),
        recoveryCodes.map((code) => toRecoveryCode(code, scheme)),
      ),
    )
  })

const readMethod = ({ method: name, secret, authenticator }: Method): Checked<readonly NewOtp[]> => {
  if (name !== 'authenticator') return ok([])
  if (secret === undefined) return err([issue('request.field_missing', ['secret'])])
  const { algorithm, codeLength: digits, timeStep: period } = authenticator ?? {}
  return ok([{ secret, secretEncoding: 'base64', algorithm, digits, period }])
}

const toRecoveryCode = (code: string, scheme: string | undefined): NewRecoveryCode =>
  scheme === undefined ? code : { hash: { scheme, encoded: code } }
