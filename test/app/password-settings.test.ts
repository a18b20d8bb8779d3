import { randomBytes } from 'node:crypto'
import { characterClasses } from '@keepsake/domain'
import { checkPassword, defaultPasswordPolicy, generatePassword } from '@keepsake/domain/rules'
import { describe, expect, test } from 'vitest'
import { passwordSettings } from '../../packages/app/src/password-settings.ts'

/** Where settings are refused, as dotted paths; nothing where they are taken. */
const refusedAt = (input: unknown): readonly string[] =>
  (passwordSettings.safeParse(input).error?.issues ?? []).map(({ path }) => path.join('.'))

/** Settings in which one value is given, by its dotted path. */
const given = (path: string, value: unknown): unknown =>
  path.split('.').reduceRight((inner: unknown, name) => ({ [name]: inner }), value)

describe('what a pool says of passwords', () => {
  test('is what NIST asks for, and what lets users move in, where it says nothing', () => {
    const defaults = {
      policy: {
        minLength: 15,
        minLengthWithSecondFactor: 8,
        maxLength: 1024,
        composition: { minClasses: 0, required: {} },
        discountOwnIdentifiers: true,
        history: 0,
        whenLeaksUnknown: 'accept',
      },
      imported: 'accept',
      weakHashes: 'keep',
      weakAtSignIn: 'accept',
      chosenByAdministrators: false,
      knownNames: [],
    }
    for (const nothing of [undefined, {}, { policy: {} }, { policy: { composition: {} } }])
      expect(passwordSettings.parse(nothing)).toStrictEqual(defaults)
    expect(defaults.policy).toStrictEqual(defaultPasswordPolicy)
  })

  test('is kept beside the defaults of all else', () => {
    const settings = passwordSettings.parse({
      policy: { history: 5, maxAgeDays: 90, composition: { required: { digit: 1 } } },
      knownNames: ['Acme'],
    })
    expect(settings.policy).toStrictEqual({
      ...defaultPasswordPolicy,
      history: 5,
      maxAgeDays: 90,
      composition: { minClasses: 0, required: { digit: 1 } },
    })
    expect(settings).toMatchObject({ imported: 'accept', knownNames: ['Acme'] })
  })

  test.each([
    ['policy.minLength', 8, 64],
    ['policy.minLengthWithSecondFactor', 8, 15],
    ['policy.maxLength', 64, 1024],
    ['policy.composition.minClasses', 0, 5],
    ...characterClasses.map((name) => [`policy.composition.required.${name}`, 0, 10] as const),
    ['policy.history', 0, 24],
    ['policy.maxAgeDays', 1, Number.MAX_SAFE_INTEGER],
  ] as const)('is bounded: %s from %i to %i', (path, least, most) => {
    for (const value of [least, most]) expect(refusedAt(given(path, value))).toEqual([])
    for (const value of [least - 1, most + 1, least + 0.5, Number.NaN, Infinity, `${least}`, null])
      expect(refusedAt(given(path, value)).length).toBeGreaterThan(0)
  })

  test('asks a second factor to make passwords shorter, never longer', () => {
    const lengths = (minLength: number, minLengthWithSecondFactor: number) => ({
      policy: { minLength, minLengthWithSecondFactor },
    })
    expect(refusedAt(lengths(20, 20))).toEqual([])
    expect(refusedAt(lengths(20, 21))).toEqual(['policy'])
    expect(refusedAt({ policy: { minLength: 8 } })).toEqual([])
  })

  test.each([
    ['policy.whenLeaksUnknown', ['accept', 'refuse']],
    ['policy.discountOwnIdentifiers', [true, false]],
    ['imported', ['enforce', 'accept', 'accept_and_require_change']],
    ['weakHashes', ['keep', 'wrap', 'refuse']],
    ['weakAtSignIn', ['accept', 'require_change']],
    ['chosenByAdministrators', [true, false]],
    ['knownNames', [[], ['Acme', '']]],
  ])('is one of a few words: %s', (path, allowed) => {
    for (const value of allowed) expect(refusedAt(given(path, value))).toEqual([])
    for (const value of ['sometimes', '', 0, null, [1], {}])
      expect(refusedAt(given(path, value))).not.toEqual([])
  })

  test.each(['color', 'policy.color', 'policy.composition.color', 'policy.composition.required.color'])(
    'is nothing that nobody knows: %s',
    (path) => {
      expect(refusedAt(given(path, 1))).not.toEqual([])
    },
  )

  test('can be met by a generated password, however much it asks for', () => {
    const required = Object.fromEntries(characterClasses.map((name) => [name, 10]))
    const nobody = { identifiers: [], hasSecondFactor: false }
    for (const maxLength of [64, 1024]) {
      const composition = { minClasses: 5, required }
      const { policy } = passwordSettings.parse({ policy: { minLength: 64, maxLength, composition } })
      const generated = generatePassword(randomBytes, policy)
      expect(checkPassword(generated, policy, nobody, { isCommon: () => false })).toEqual([])
    }
  })
})
