import { err, ok } from 'neverthrow'
import { collect, gather, inside, optional, type Checked } from '../kernel/collect.ts'
import { issue, under, type Issue } from '../kernel/issue.ts'
import { conceal, type Secret } from '../kernel/secret.ts'
import type { Instant } from '../kernel/system.ts'
import type { AuthenticatorSettings } from './authenticator-settings.ts'
import {
  draftRecoveryCodes,
  recoveryCodeWarnings,
  type DraftRecoveryCode,
  type NewRecoveryCode,
} from './recovery-code/draft-recovery-code.ts'
import { tidyAuthenticatorName, type UriAccount } from './uri/uri-account.ts'
import {
  contractTotpParameters,
  parseTotpAlgorithm,
  parseTotpDigits,
  parseTotpPeriod,
  type TotpParameters,
} from './totp/totp-parameters.ts'
import { totpSecretWarnings, parseTotpSecret, type TotpSecret } from './totp/totp-secret.ts'
import { parseTypedCode } from './totp/time-step.ts'
import { readKeyUri } from './uri/key-uri.ts'
import { readOnlyAccount } from './uri/migration-uri.ts'
import { isMigrationUri, isAuthenticatorUri } from './uri/authenticator-uri.ts'
import { parseSecretEncoding, type SecretEncoding } from './totp/secret-encoding.ts'

/**
 * An authenticator as the caller gives it, every text in any spelling. If a field is absent, it has the value that
 * every app assumes.
 */
export type NewAuthenticator = {
  /**
   * The secret in its encoding, or a whole `otpauth://totp/...` URI, or an `otpauth-migration://` URI with one account.
   * The parameters of an `otpauth://totp/...` URI supply what is absent here.
   */
  readonly secret: string
  /** One of `secretEncodings`; `base32` if absent. */
  readonly secretEncoding?: string
  /** One of `totpAlgorithms`, in any spelling; `SHA1` if absent. */
  readonly algorithm?: string
  /** 6 or 8; 6 if absent. */
  readonly digits?: number
  /** The length of a time step in seconds, 15 to 120; 30 if absent. */
  readonly period?: number
  /**
   * Tells the authenticator from the user's others: one line, cut after 128 characters. If absent, it is the label of
   * the URI, if there is one.
   */
  readonly name?: string
  /** The code that the authenticator shows now, as proof that the user has it. */
  readonly code?: string
  /** The one recovery code that the contract has. It counts as one more in the list. */
  readonly recoveryCode?: string
  readonly recoveryCodes?: readonly NewRecoveryCode[]
}

/**
 * A well-formed authenticator, in clear. `proof` has as many digits as its codes; whether it is right is not known yet.
 */
export type DraftAuthenticator = {
  readonly secret: TotpSecret
  readonly name?: string
  readonly proof?: Secret<string>
  readonly recoveryCodes: readonly DraftRecoveryCode[]
  /** What is weak in the authenticator, and what is not stored as it was given. */
  readonly warnings: readonly Issue[]
}

/**
 * Checks an authenticator at a given time, and answers every issue of it at once. Issues inside a URI have the path
 * `secret`.
 */
export const draftAuthenticator = (
  given: NewAuthenticator,
  settings: AuthenticatorSettings,
  now: Instant,
): Checked<DraftAuthenticator> => {
  const account = inside(['secret'], readAccount(given.secret))
  const said = account.unwrapOr(undefined)
  const encoding = inside(['secretEncoding'], settleEncoding(given.secretEncoding, said))
  const parameters = settleParameters(given, said)
  // If either of them cannot be read, the number of digits of the code is not known.
  const digits = account.andThen(() => parameters).unwrapOr(undefined)?.digits
  const { name, altered } = tidyAuthenticatorName(given.name ?? said?.name ?? '')
  return gather(
    account.andThen((uri) => parseKey(uri?.secret ?? given.secret, encoding, settings)),
    encoding,
    parameters,
    inside(
      ['code'],
      optional(given.code, (code) => parseProof(code, digits)),
    ),
    draftRecoveryCodes(given.recoveryCode, given.recoveryCodes ?? [], now),
  ).map(([key, , settled, proof, recoveryCodes]) => ({
    secret: { ...key, ...settled },
    ...(name === undefined ? {} : { name }),
    ...(proof === undefined ? {} : { proof }),
    recoveryCodes,
    warnings: [
      ...under(['secret'], totpSecretWarnings(key)),
      ...(altered ? [issue('otp.name_altered', [given.name === undefined ? 'secret' : 'name'])] : []),
      ...recoveryCodeWarnings(given.recoveryCodes ?? []),
    ],
  }))
}

const readAccount = (secret: string): Checked<UriAccount | undefined> => {
  if (!isAuthenticatorUri(secret)) return ok(undefined)
  return isMigrationUri(secret) ? readOnlyAccount(secret) : readKeyUri(secret)
}

/** If the encoding cannot be read, no issue of the secret can be found. */
const parseKey = (
  text: string,
  encoding: Checked<SecretEncoding>,
  { minSecretBits }: AuthenticatorSettings,
): Checked<TotpSecret> =>
  encoding.isErr() ? err([]) : inside(['secret'], parseTotpSecret(text, minSecretBits, encoding.value))

const settleEncoding = (given: string | undefined, said: UriAccount | undefined): Checked<SecretEncoding> =>
  settle(optional(given, parseSecretEncoding), said === undefined ? undefined : 'base32', 'base32')

const settleParameters = (given: NewAuthenticator, said: UriAccount | undefined): Checked<TotpParameters> =>
  collect({
    algorithm: settle(
      optional(given.algorithm, parseTotpAlgorithm),
      said?.algorithm,
      contractTotpParameters.algorithm,
    ),
    digits: settle(optional(given.digits, parseTotpDigits), said?.digits, contractTotpParameters.digits),
    period: settle(optional(given.period, parseTotpPeriod), said?.period, contractTotpParameters.period),
  })

/**
 * The value on which the caller and the URI agree. If they differ, it is not known which of them the user's app uses.
 */
const settle = <T>(given: Checked<T | undefined>, said: T | undefined, otherwise: T): Checked<T> =>
  given.andThen((value) =>
    value !== undefined && said !== undefined && value !== said
      ? err([issue('otp.uri_contradicted')])
      : ok(value ?? said ?? otherwise),
  )

const parseProof = (text: string, digits: number | undefined): Checked<Secret<string> | undefined> => {
  if (digits === undefined) return ok(undefined)
  const code = parseTypedCode(text)
  return /^\d+$/u.test(code) && code.length === digits
    ? ok(conceal(code))
    : err([issue('otp.code_malformed', [], { digits })])
}
