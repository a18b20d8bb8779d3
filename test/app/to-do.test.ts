import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { toDo } from '../../packages/app/src/to-do.ts'
import { parsePoolSettings } from '../../packages/app/src/settings.ts'

const told = (schema: z.ZodType, value: unknown): readonly string[] =>
  (schema.safeParse(value, { error: toDo }).error?.issues ?? []).map(({ message }) => message)

describe('a value of a configuration that is refused', () => {
  it.each<[z.ZodType, unknown, string]>([
    [z.string(), undefined, 'give text'],
    [z.string(), 5, 'give text'],
    [z.number(), '5', 'give a number'],
    [z.int(), 1.5, 'give a whole number'],
    [z.boolean(), 'yes', 'give true or false'],
    [z.strictObject({}), 'x', 'give an object'],
    [z.record(z.string(), z.string()), [], 'give an object'],
    [z.array(z.string()), {}, 'give a list'],
    [z.date(), 'x', 'give a value of the type date'],
    [z.enum(['zh-CN', 'en-US']), 'zh', 'give "zh-CN" or "en-US"'],
    [z.literal(true), false, 'give true'],
    [z.strictObject({}), { a: 1, b: 2 }, 'remove a, b: there is no such field'],
    [z.string().min(1), '', 'give text that is not empty'],
    [z.string().min(8), 'x', 'give at least 8 characters'],
    [z.string().max(2), 'xyz', 'give at most 2 characters'],
    [z.int().min(80), 8, 'give at least 80'],
    [z.int().max(2), 3, 'give at most 2'],
    [z.array(z.string()).min(1), [], 'give at least 1 elements'],
    [z.array(z.string()).max(1), ['a', 'b'], 'give at most 1 elements'],
    [z.iso.date(), 'x', 'give text of the right form'],
    [z.iso.date('give a day such as 1850-01-01'), 'x', 'give a day such as 1850-01-01'],
    [z.union([z.literal('any'), z.array(z.string())]), 5, 'give "any", or give a list'],
    [
      z.union([z.strictObject({ type: z.literal('number') }), z.strictObject({ type: z.literal('enum') })]),
      { type: 'x' },
      'give "number" as type, or give "enum" as type',
    ],
  ])('says what to do: %#', (schema, value, message) => {
    expect(told(schema, value)).toStrictEqual([message])
  })

  it('is not repeated', () => {
    const secret = 'canary-of-a-value'
    for (const schema of [z.int(), z.enum(['a']), z.string().max(2), z.iso.date(), z.array(z.string())])
      expect(told(schema, secret).join()).not.toContain(secret)
  })
})

it('every setting of a pool says what to do, in words of our own', () => {
  const phones = { isCountryCode: () => true }
  const settings = {
    pool: '',
    phoneCountryCode: '86',
    emails: { irregularDots: 'no' },
    birthdates: { earliest: 'x' },
    customFields: { level: { type: 'text' } },
    loginUrl: 'ftp://x',
    newAccounts: 'both',
    limits: { rows: 0, rowsToHash: 1.5, more: 1 },
    otp: { minSecretBits: 8 },
    passwords: { policy: { minLength: 8, minLengthWithSecondFactor: 9 } },
  }
  const issues = parsePoolSettings(settings, phones)._unsafeUnwrapErr()
  expect(issues.map(({ path, toDo: what }) => `${path.join('.')}: ${what}`)).toStrictEqual([
    'pool: give text that is not empty',
    'phoneCountryCode: give a plus sign and digits, such as +86',
    'emails.irregularDots: give true or false',
    'birthdates.earliest: give a day such as 1850-01-01',
    'customFields.level: give "string" or "number" or "boolean" or "datetime" or "json" as type, or give "list" as type, or give "enum" as type and give a list as options',
    'loginUrl: give an http or https address',
    'newAccounts: give "activation-link" or "generated-password"',
    'limits.rows: give at least 1',
    'limits.rowsToHash: give a whole number',
    'limits: remove more: there is no such field',
    'otp.minSecretBits: give at least 80',
    'passwords.policy: give minLengthWithSecondFactor at most what minLength is',
  ])
})
