import {
  configurationIssue,
  plainTypes,
  userPoolId,
  type BirthdateRules,
  type ConfigurationIssue,
  type EmailRules,
  type NoticeSettings,
  type AuthenticatorSettings,
  type PhoneNumbers,
  type PoolLimits,
  type PoolSettings,
  type UsernameRules,
} from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { z } from 'zod'
import { toDo } from './to-do.ts'
import { passwordSettings, type PasswordSettingsInput } from './password-settings.ts'

/** A pool's settings as an operator writes them: `pool` is its id, and the rest are values that differ from the defaults. */
export type PoolSettingsInput = { readonly pool: string } & Partial<
  Pick<
    PoolSettings,
    | 'phoneCountryCode'
    | 'customFields'
    | 'identityOnlyUsers'
    | 'loginUrl'
    | 'resetUrl'
    | 'activationUrl'
    | 'newAccounts'
    | 'apps'
    | 'events'
  >
> & {
    readonly emails?: Partial<EmailRules>
    readonly usernames?: Partial<UsernameRules>
    readonly birthdates?: Partial<BirthdateRules>
    readonly notices?: Partial<NoticeSettings>
    readonly limits?: Partial<PoolLimits>
    readonly otp?: Partial<AuthenticatorSettings>
    readonly passwords?: PasswordSettingsInput
  }

const url = z.url({ protocol: /^https?$/u, error: 'give an http or https address' })

const day = z.iso.date('give a day such as 1850-01-01')

const customField = z.union([
  z.strictObject({ type: z.enum([...plainTypes, 'json']) }),
  z.strictObject({ type: z.literal('list'), of: z.enum(plainTypes).optional() }),
  z.strictObject({ type: z.literal('enum'), options: z.array(z.string()).min(1) }),
])

const poolSettings: z.ZodType<PoolSettings> = z.strictObject({
  pool: z
    .string()
    .min(1)
    .refine((id) => id.isWellFormed(), 'give well-formed text')
    .transform(userPoolId),
  phoneCountryCode: z
    .string()
    .regex(/^\+[1-9]\d{0,3}$/u, 'give a plus sign and digits, such as +86')
    .optional(),
  // Addresses such as `taro..k@docomo.ne.jp` were given out for years. In other addresses a second dot is a typing error.
  emails: z.strictObject({ irregularDots: z.boolean().default(false) }).prefault({}),
  // In the contract, Bob and bob are different usernames.
  usernames: z.strictObject({ ignoreCase: z.boolean().default(false) }).prefault({}),
  birthdates: z.strictObject({ earliest: day.default('1850-01-01'), latest: day.optional() }).prefault({}),
  customFields: z.record(z.string(), customField).default({}),
  // A user without an email, a phone and a username cannot be found when a person calls.
  identityOnlyUsers: z.boolean().default(false),
  loginUrl: url.optional(),
  resetUrl: url.optional(),
  activationUrl: url.optional(),
  // A password that stays in a mailbox for good can be found there by others.
  newAccounts: z.enum(['activation-link', 'generated-password']).default('activation-link'),
  apps: z.record(z.string(), z.strictObject({ loginUrl: url })).default({}),
  // An import of a million users should not write a million events that no service reads.
  events: z.boolean().default(false),
  // Imported users should notice nothing.
  notices: z.strictObject({ otpImported: z.boolean().default(false) }).prefault({}),
  limits: z
    .strictObject({ rows: z.int().min(1).max(10_000).default(1000), rowsToHash: z.int().min(1).default(200) })
    .prefault({}),
  otp: z
    .strictObject({
      // The contract's own example has 80 bits. A shorter secret could be found by search from a few seen codes.
      minSecretBits: z.int().min(80).max(1024).default(80),
      // RFC 6238, section 6, lets a validator allow for clock drift in both directions.
      pastSteps: z.int().min(0).max(2).default(1),
      futureSteps: z.int().min(0).max(2).default(1),
      required: z.boolean().default(false),
      // Most systems give ten; the contract gives one at a time.
      recoveryCodes: z.int().min(1).max(20).default(10),
    })
    .prefault({}),
  passwords: passwordSettings,
})

/**
 * Checks a pool's settings and fills in the defaults. The issues are for the operator; their paths begin in the settings.
 * `phones` knows which country codes exist.
 */
export const parsePoolSettings = (
  input: unknown,
  phones: Pick<PhoneNumbers, 'isCountryCode'>,
): Result<PoolSettings, readonly ConfigurationIssue[]> => {
  const parsed = poolSettings.safeParse(input, { error: toDo })
  if (!parsed.success) return err(parsed.error.issues.map(toIssue))
  const { phoneCountryCode: code } = parsed.data
  return code === undefined || phones.isCountryCode(code) ? ok(parsed.data) : err([unknownCountryCode])
}

const toIssue = ({ path, message }: z.core.$ZodIssue): ConfigurationIssue =>
  configurationIssue(
    'settings.malformed',
    path.map((step) => (typeof step === 'symbol' ? String(step) : step)),
    message,
  )

const unknownCountryCode = configurationIssue(
  'settings.country_code_unknown',
  ['phoneCountryCode'],
  'give a country code that exists, such as +86',
)
