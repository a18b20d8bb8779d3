import {
  userPoolId,
  type BirthdateRules,
  type EmailRules,
  type NoticeSettings,
  type OtpSettings,
  type PhoneNumbers,
  type PoolLimits,
  type PoolSettings,
  type UsernameRules,
} from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { z } from 'zod'
import { passwordSettings, type PasswordSettingsInput } from './password-settings.ts'

/** A pool's settings as an operator writes them: `pool`, its id, and whatever is to differ from the defaults. */
export type PoolSettingsInput = { readonly pool: string } & Partial<
  Pick<
    PoolSettings,
    | 'phoneCountryCode'
    | 'customFields'
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
    readonly otp?: Partial<OtpSettings>
    readonly passwords?: PasswordSettingsInput
  }

const url = z.url({ protocol: /^https?$/u, error: 'an http or https address' })

const day = z.iso.date('a day such as 1850-01-01')

const customField = z.union([
  z.strictObject({ type: z.enum(['string', 'number', 'boolean', 'datetime']) }),
  z.strictObject({ type: z.literal('enum'), options: z.array(z.string()).min(1) }),
])

const poolSettings: z.ZodType<PoolSettings> = z.strictObject({
  pool: z
    .string()
    .min(1)
    .refine((id) => id.isWellFormed(), 'well-formed text')
    .transform(userPoolId),
  phoneCountryCode: z
    .string()
    .regex(/^\+[1-9]\d{0,3}$/u, 'a plus sign and digits, such as +86')
    .optional(),
  // Mailboxes such as `taro..k@docomo.ne.jp` were given out for years; elsewhere a second dot is a slip of the finger.
  emails: z.strictObject({ irregularDots: z.boolean().default(false) }).prefault({}),
  // The contract tells Bob from bob.
  usernames: z.strictObject({ ignoreCase: z.boolean().default(false) }).prefault({}),
  birthdates: z.strictObject({ earliest: day.default('1850-01-01'), latest: day.optional() }).prefault({}),
  customFields: z.record(z.string(), customField).default({}),
  loginUrl: url.optional(),
  resetUrl: url.optional(),
  activationUrl: url.optional(),
  // A password that lies in a mailbox for good is one that somebody finds there.
  newAccounts: z.enum(['activation-link', 'generated-password']).default('activation-link'),
  apps: z.record(z.string(), z.strictObject({ loginUrl: url })).default({}),
  // An import of a million users should not write a million events that nobody takes.
  events: z.boolean().default(false),
  // Users move in and notice nothing.
  notices: z.strictObject({ otpImported: z.boolean().default(false) }).prefault({}),
  limits: z
    .strictObject({ rows: z.int().min(1).max(10_000).default(1000), rowsToHash: z.int().min(1).default(200) })
    .prefault({}),
  otp: z
    .strictObject({
      // The contract's own example has 80 bits; a shorter secret could be searched by whoever saw a few codes.
      minSecretBits: z.int().min(80).max(1024).default(80),
      // RFC 6238, section 6, has a validator allow for drift of the clock either way.
      pastSteps: z.int().min(0).max(2).default(1),
      futureSteps: z.int().min(0).max(2).default(1),
      required: z.boolean().default(false),
      // As most systems give; the contract gives one at a time.
      recoveryCodes: z.int().min(1).max(20).default(10),
    })
    .prefault({}),
  passwords: passwordSettings,
})

/**
 * Checks a pool's settings and fills in the defaults; says in words for an operator what is wrong. `phones` knows which country
 * codes there are.
 */
export const parsePoolSettings = (
  input: unknown,
  phones: Pick<PhoneNumbers, 'isCountryCode'>,
): Result<PoolSettings, string> => {
  const parsed = poolSettings.safeParse(input)
  if (!parsed.success) return err(z.prettifyError(parsed.error))
  const { phoneCountryCode: code } = parsed.data
  return code === undefined || phones.isCountryCode(code)
    ? ok(parsed.data)
    : err('phoneCountryCode is not a country code that is given out, such as +86')
}
