import type { Instant, NewAuthenticator, NewRecoveryCode, NewUser } from '@keepsake/domain'
import { withRecoveryCodes } from '../parts/factors.ts'
import { given } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'
import { readPassword } from './keycloak-password.ts'

/** What the credentials of a user hold. */
export type Credentials = {
  readonly row: NewUser
  readonly passwordSetAt?: Instant | undefined
  /** The password was set by an administrator, and the user must set another. */
  readonly isTemporary?: boolean
  readonly authenticators?: readonly NewAuthenticator[]
  readonly passkeys?: readonly unknown[]
}

type Read = Omit<Partial<Credentials>, 'authenticators'> & {
  readonly otp?: NewAuthenticator
  readonly codes?: readonly NewRecoveryCode[]
}

/** Reads `credentials`: the password, authenticators, recovery codes, and passkeys as they are. */
export const readCredentials = (user: Fields): Credentials => {
  const fields = user.objects('credentials')
  const read = fields.map(readCredential)
  const passwords = read.flatMap((each, index) =>
    each.row === undefined ? [] : [{ each, fields: fields[index]! }],
  )
  const [first, ...others] = passwords
  for (const other of others) other.fields.lose('no_place', 'secretData', 'hashedSaltedValue')
  return given<Credentials>({
    row: first?.each.row ?? {},
    passwordSetAt: first?.each.passwordSetAt,
    isTemporary: first?.each.isTemporary,
    authenticators: withRecoveryCodes(
      read.flatMap(({ otp }) => otp ?? []),
      read.flatMap(({ codes = [] }) => codes),
      () =>
        user.loseElement(
          'no_secret',
          'credentials',
          read.findIndex(({ codes }) => codes !== undefined),
        ),
    ),
    passkeys: read.flatMap(({ passkeys = [] }) => passkeys),
  })
}

const readCredential = (credential: Fields): Read => {
  const type = credential.text('type')
  switch (type) {
    case 'password':
      credential.lose(
        'derived',
        'id',
        'userLabel',
        'priority',
        'counter',
        'digits',
        'period',
        'device',
        'config',
      )
      return readPassword(credential)
    case 'otp':
    case 'totp':
    case 'hotp':
      credential.lose(
        'derived',
        'id',
        'createdDate',
        'priority',
        'counter',
        'hashIterations',
        'config',
        'device',
      )
      return readOtp(credential, type)
    case 'recovery-authn-codes':
      credential.lose('derived', 'id', 'createdDate', 'priority', 'userLabel')
      return readCodes(credential)
    case 'password-history':
      credential.loseWhole('short_lived')
      return {}
    case 'webauthn':
    case 'webauthn-passwordless':
      return { passkeys: [wholeOf(credential)] }
    default:
      if (type === undefined) credential.refuse('type', 'string')
      credential.loseWhole('no_place')
      return {}
  }
}

const wholeOf = (credential: Fields): unknown =>
  Object.fromEntries(credential.names().map((name) => [name, credential.any(name)]))

const readOtp = (credential: Fields, type: string): Read => {
  const name = credential.text('userLabel')?.trim() || undefined
  const secret = credential.jsonObject('secretData')
  const data = credential.jsonObject('credentialData')
  // Before release 8, every part was beside the type.
  const former = credential.text('value') ?? credential.text('hashedSaltedValue')
  credential.lose('derived', 'hashedSaltedValue', 'salt')
  const from = data ?? credential
  const subType = data?.text('subType') ?? type
  const parameters = {
    algorithm: from.text('algorithm'),
    digits: from.count('digits'),
    period: from.count('period'),
  }
  data?.lose('derived', 'counter')
  if (subType === 'hotp') {
    secret?.lose('factor_not_supported', 'value')
    credential.lose('factor_not_supported', 'value')
    return {}
  }
  const value = secret?.text('value') ?? former
  if (value === undefined) {
    // The API leaves the secret out.
    credential.lose('no_secret', 'type')
    return {}
  }
  const secretEncoding = data?.text('secretEncoding')?.toLowerCase() ?? 'text'
  return { otp: given<NewAuthenticator>({ secret: value, secretEncoding, ...parameters, name }) }
}

/** SHA-512 once, without salt. It has two names; the first one is the name of a signature algorithm with it. */
const codeAlgorithms: readonly (string | undefined)[] = ['RS512', 'SHA-512', undefined]

const readCodes = (credential: Fields): Read => {
  const data = credential.jsonObject('credentialData')
  const algorithm = data?.text('algorithm')
  const iterations = data?.count('hashIterations') ?? 1
  data?.lose('derived', 'totalCodes', 'remainingCodes')
  const secret = credential.jsonObject('secretData')
  if (!codeAlgorithms.includes(algorithm) || iterations !== 1) {
    secret?.lose('hash_not_supported', 'codes')
    return {}
  }
  if (secret === undefined) {
    credential.lose('no_secret', 'type')
    return {}
  }
  return {
    codes: secret.objects('codes').flatMap((code) => {
      code.lose('derived', 'number')
      const encoded = code.text('encodedHashedValue')
      if (encoded === undefined) code.refuse('encodedHashedValue', 'string')
      return encoded === undefined ? [] : [{ hash: { scheme: 'sha512', encoded } }]
    }),
  }
}
