import { err, ok } from 'neverthrow'
import { collect, gather, inside, optional, type Checked } from '../kernel/collect.ts'
import { issue, under, type Issue } from '../kernel/issue.ts'
import { conceal, type Secret } from '../kernel/secret.ts'
import type { Instant } from '../kernel/sources.ts'
import type { OtpSettings } from '../pool-settings.ts'
import {
  draftRecoveryCodes,
  recoveryCodeWarnings,
  type DraftRecoveryCode,
  type NewRecoveryCode,
} from './draft-recovery-code.ts'
import { tidyOtpName, type OtpAccount } from './otp-account.ts'
import {
  contractOtpParameters,
  parseOtpAlgorithm,
  parseOtpDigits,
  parseOtpPeriod,
  type OtpParameters,
} from './otp-parameters.ts'
import { otpSecretWarnings, parseOtpSecret, type OtpSecret } from './otp-secret.ts'
import { parseTypedCode } from './otp-step.ts'
import { readKeyUri } from './key-uri.ts'
import { readOnlyAccount } from './migration-uri.ts'
import { isMigrationUri, isOtpUri } from './otp-uri.ts'
import { parseSecretEncoding, type OtpSecretEncoding } from './secret-encoding.ts'

/** An authenticator as the caller gives it, every text in any spelling. What is absent is as every app assumes it. */
export type NewOtp = {
  /**
   * The secret in its encoding, or a whole `otpauth://totp/...` URI, whose parameters fill in what is absent here; or an
   * `otpauth-migration://` URI of one account.
   */
  readonly secret: string
  /** One of `otpSecretEncodings`; `base32` where absent. */
  readonly secretEncoding?: string
  /** One of `otpAlgorithms`, in any spelling; `SHA1` where absent. */
  readonly algorithm?: string
  /** 6 or 8; 6 where absent. */
  readonly digits?: number
  /** The length of a time step in seconds, 15 to 120; 30 where absent. */
  readonly period?: number
  /** What tells it from the user's others: one line, cut after 128 characters; where absent, the label of the URI, if there is one. */
  readonly name?: string
  /** The code that it shows now, as proof that the user has it. */
  readonly code?: string
  /** The contract's one recovery code: the same as one more in the list. */
  readonly recoveryCode?: string
  readonly recoveryCodes?: readonly NewRecoveryCode[]
}

/** A well-formed authenticator, in clear. `proof` has as many digits as its codes; whether it is right is not known yet. */
export type DraftOtp = {
  readonly secret: OtpSecret
  readonly name?: string
  readonly proof?: Secret<string>
  readonly recoveryCodes: readonly DraftRecoveryCode[]
  /** What is weak in it, and what of it is not kept as it was given. */
  readonly warnings: readonly Issue[]
}

/** Checks an authenticator at a moment; every issue of it at once. What is wrong inside a URI stands under `secret`. */
export const draftOtp = (given: NewOtp, settings: OtpSettings, now: Instant): Checked<DraftOtp> => {
  const account = inside(['secret'], readAccount(given.secret))
  const said = account.unwrapOr(undefined)
  const encoding = inside(['secretEncoding'], settleEncoding(given.secretEncoding, said))
  const parameters = settleParameters(given, said)
  // Where either is not understood, nobody knows how many digits the code has to have.
  const digits = account.andThen(() => parameters).unwrapOr(undefined)?.digits
  const { name, altered } = tidyOtpName(given.name ?? said?.name ?? '')
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
      ...under(['secret'], otpSecretWarnings(key)),
      ...(altered ? [issue('otp.name_altered', [given.name === undefined ? 'secret' : 'name'])] : []),
      ...recoveryCodeWarnings(given.recoveryCodes ?? []),
    ],
  }))
}

const readAccount = (secret: string): Checked<OtpAccount | undefined> => {
  if (!isOtpUri(secret)) return ok(undefined)
  return isMigrationUri(secret) ? readOnlyAccount(secret) : readKeyUri(secret)
}

/** Where the encoding is not understood, nothing can be said of the secret, and nothing is. */
const parseKey = (
  text: string,
  encoding: Checked<OtpSecretEncoding>,
  { minSecretBits }: OtpSettings,
): Checked<OtpSecret> =>
  encoding.isErr() ? err([]) : inside(['secret'], parseOtpSecret(text, minSecretBits, encoding.value))

const settleEncoding = (
  given: string | undefined,
  said: OtpAccount | undefined,
): Checked<OtpSecretEncoding> =>
  settle(optional(given, parseSecretEncoding), said === undefined ? undefined : 'base32', 'base32')

const settleParameters = (given: NewOtp, said: OtpAccount | undefined): Checked<OtpParameters> =>
  collect({
    algorithm: settle(
      optional(given.algorithm, parseOtpAlgorithm),
      said?.algorithm,
      contractOtpParameters.algorithm,
    ),
    digits: settle(optional(given.digits, parseOtpDigits), said?.digits, contractOtpParameters.digits),
    period: settle(optional(given.period, parseOtpPeriod), said?.period, contractOtpParameters.period),
  })

/** What the caller and the URI agree on; which of two that differ the user's app goes by, nobody can know. */
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
