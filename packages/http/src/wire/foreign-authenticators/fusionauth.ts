import {
  collectList,
  inside,
  issue,
  type Checked,
  type NewAuthenticator,
  type NewRecoveryCode,
} from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import { z } from 'zod'
import { checkShape, list, maybe, text } from '../shape.ts'
import {
  maxCodes,
  maxCredentials,
  placesOf,
  withRecoveryCodes,
  withSaidAlone,
  type ForeignAuthenticators,
} from './parts.ts'

const parameters = z.object({
  algorithm: text,
  codeLength: maybe(z.number()),
  timeStep: maybe(z.number()),
})

const method = z.object({ method: text, secret: text, authenticator: maybe(parameters) })

type Method = z.infer<typeof method>

const user = z.object({
  // Before 1.26, a user had one second factor: by app or by text message.
  twoFactorEnabled: maybe(z.boolean()),
  twoFactorDelivery: text,
  twoFactorSecret: text,
  twoFactor: maybe(
    z.object({
      methods: maybe(list(method, maxCredentials)),
      recoveryCodes: maybe(list(z.string(), maxCodes)),
      // How FusionAuth's other schemes join salt and hash in one text is not documented.
      recoveryCodeEncryptionScheme: maybe(z.enum(['bcrypt'])),
    }),
  ),
})

/**
 * Reads `twoFactor.methods[]` with the method `authenticator`, base64, and `twoFactor.recoveryCodes`. These are in clear
 * text, or bcrypt hashes if `recoveryCodeEncryptionScheme` says so. It also reads the `twoFactorSecret` of earlier releases,
 * base64 too. Methods by email and text message are left behind. So is a method that a record only mentions by
 * `twoFactorEnabled`.
 */
export const readFusionAuthAuthenticators = (value: unknown): Checked<ForeignAuthenticators> =>
  checkShape(user, value).andThen(({ twoFactor = {}, ...former }) => {
    const { methods = [], recoveryCodes = [], recoveryCodeEncryptionScheme: scheme } = twoFactor
    const at = ['twoFactor', 'methods']
    const { authenticators: formerOtps, leftBehind: formerLeft } = readFormer(former)
    return inside(at, collectList(methods, readMethod)).map((authenticators) =>
      withSaidAlone(
        withRecoveryCodes(
          {
            authenticators: [...authenticators.flat(), ...formerOtps],
            leftBehind: [
              ...placesOf(methods, at, ({ method: name }) => name !== 'authenticator'),
              ...formerLeft,
            ],
          },
          recoveryCodes.map((code) => toRecoveryCode(code, scheme)),
          ['twoFactor', 'recoveryCodes'],
        ),
        { twoFactorEnabled: former.twoFactorEnabled },
      ),
    )
  })

type Former = Pick<z.infer<typeof user>, 'twoFactorEnabled' | 'twoFactorDelivery' | 'twoFactorSecret'>

const readFormer = ({
  twoFactorEnabled,
  twoFactorDelivery,
  twoFactorSecret: secret,
}: Former): ForeignAuthenticators => {
  if (twoFactorEnabled === true && twoFactorDelivery === 'TextMessage')
    return { authenticators: [], leftBehind: [['twoFactorDelivery']] }
  if (secret === undefined || twoFactorEnabled === false) return { authenticators: [], leftBehind: [] }
  return { authenticators: [{ secret, secretEncoding: 'base64' }], leftBehind: [] }
}

const readMethod = ({
  method: name,
  secret,
  authenticator,
}: Method): Checked<readonly NewAuthenticator[]> => {
  if (name !== 'authenticator') return ok([])
  if (secret === undefined) return err([issue('request.field_missing', ['secret'])])
  const { algorithm, codeLength: digits, timeStep: period } = authenticator ?? {}
  return ok([{ secret, secretEncoding: 'base64', algorithm, digits, period }])
}

const toRecoveryCode = (code: string, scheme: string | undefined): NewRecoveryCode =>
  scheme === undefined ? code : { hash: { scheme, encoded: code } }
