import {
  collectList,
  gather,
  inside,
  issue,
  type Checked,
  type NewAuthenticator,
  type NewRecoveryCode,
} from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import { z } from 'zod'
import { parseJson } from '../json.ts'
import { checkShape, list, maybe, text } from '../shape.ts'
import {
  label,
  maxCodes,
  maxCredentials,
  placesOf,
  withRecoveryCodes,
  withSaidAlone,
  type ForeignAuthenticators,
} from './parts.ts'

/** Both kinds of data are JSON inside a text. The admin API leaves `secretData` out. An export of a realm has it. */
const credential = z.object({
  type: text,
  userLabel: label,
  secretData: text,
  credentialData: text,
  // Before release 8, every part was beside the type. The secret has either of the two names.
  value: text,
  hashedSaltedValue: text,
  digits: maybe(z.number()),
  period: maybe(z.number()),
  algorithm: text,
})

type Credential = z.infer<typeof credential>

const user = z.object({
  credentials: maybe(list(credential, maxCredentials)),
  // The admin API says this of a user. It shows credentials only in another call.
  totp: z.unknown().optional(),
})

const otpSecret = z.object({ value: z.string() })

const otpData = z.object({
  subType: text,
  digits: maybe(z.number()),
  period: maybe(z.number()),
  algorithm: text,
  secretEncoding: text,
})

const codesSecret = z.object({ codes: list(z.object({ encodedHashedValue: z.string() }), maxCodes) })

/** SHA-512 once, without salt. It has two names; the first one is the name of a signature algorithm with it. */
const codesData = z.object({
  algorithm: maybe(z.enum(['RS512', 'SHA-512'])),
  hashIterations: maybe(z.literal(1)),
})

/**
 * Reads a user's `credentials[]` of the types `otp` (only `totp`; a secret without `secretEncoding` is the key's own text)
 * and `recovery-authn-codes` (hashes of the scheme `sha512` in base64), and the `totp` of releases before 8. Any other
 * credential that is not a password, such as a passkey, is left behind. So is an authenticator that a user without
 * credentials only mentions by `totp`.
 */
export const readKeycloakAuthenticators = (value: unknown): Checked<ForeignAuthenticators> =>
  checkShape(user, value).andThen(({ credentials = [], totp }) =>
    inside(['credentials'], collectList(credentials, readCredential)).map((read) =>
      withSaidAlone(
        withRecoveryCodes(
          {
            authenticators: read.flatMap(({ authenticators }) => authenticators),
            leftBehind: placesOf(credentials, ['credentials'], ({ type }) => !readTypes.includes(type)),
          },
          read.flatMap(({ codes }) => codes),
          ['credentials'],
        ),
        { totp },
      ),
    ),
  )

/** The types that are read, here or with the passwords. */
const readTypes: readonly (string | undefined)[] = [
  'otp',
  'totp',
  'recovery-authn-codes',
  'password',
  'password-history',
]

type Read = {
  readonly authenticators: readonly NewAuthenticator[]
  readonly codes: readonly NewRecoveryCode[]
}

const readCredential = (given: Credential): Checked<Read> => {
  if (given.type === 'otp') return readOtp(given).map((otp) => ({ authenticators: [otp], codes: [] }))
  if (given.type === 'totp') return readFormerOtp(given).map((otp) => ({ authenticators: [otp], codes: [] }))
  if (given.type === 'hotp') return err([issue('otp.counter_based', ['type'])])
  if (given.type === 'recovery-authn-codes')
    return readCodes(given).map((codes) => ({ authenticators: [], codes }))
  return ok({ authenticators: [], codes: [] })
}

const readOtp = (given: Credential): Checked<NewAuthenticator> =>
  readData(given, otpSecret, otpData).andThen(([{ value }, data]) =>
    data.subType === 'hotp'
      ? err([issue('otp.counter_based', ['credentialData', 'subType'])])
      : ok({
          secret: value,
          secretEncoding: data.secretEncoding?.toLowerCase() ?? 'text',
          algorithm: data.algorithm,
          digits: data.digits,
          period: data.period,
          name: given.userLabel,
        }),
  )

const readFormerOtp = ({
  value,
  hashedSaltedValue,
  digits,
  period,
  algorithm,
}: Credential): Checked<NewAuthenticator> => {
  // A record may have both fields. Then one of them is empty.
  const secret = value || hashedSaltedValue
  return secret === undefined
    ? err([issue('request.field_missing', ['value'])])
    : ok({ secret, secretEncoding: 'text', algorithm, digits, period })
}

const readCodes = (given: Credential): Checked<readonly NewRecoveryCode[]> =>
  readData(given, codesSecret, codesData).map(([{ codes }]) =>
    codes.map(({ encodedHashedValue: encoded }) => ({ hash: { scheme: 'sha512', encoded } })),
  )

const readData = <S, D>(
  { secretData, credentialData }: Credential,
  secret: z.ZodType<S>,
  data: z.ZodType<D>,
): Checked<[S, D]> =>
  gather(
    inside(['secretData'], readJsonText(secretData, secret)),
    inside(['credentialData'], readJsonText(credentialData, data)),
  )

const readJsonText = <T>(json: string | undefined, schema: z.ZodType<T>): Checked<T> =>
  json === undefined
    ? err([issue('request.field_missing')])
    : parseJson(json).andThen((value) => checkShape(schema, value))
