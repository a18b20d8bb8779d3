import {
  characterClasses,
  type CharacterClass,
  type Composition,
  type PasswordPolicy,
  type PasswordSettings,
} from '@keepsake/domain'
import { defaultPasswordPolicy } from '@keepsake/domain/rules'
import { z } from 'zod'

/** What an operator writes about passwords: only the values that differ from the defaults. */
export type PasswordSettingsInput = Partial<Omit<PasswordSettings, 'policy'>> & {
  readonly policy?: Partial<Omit<PasswordPolicy, 'composition'>> & {
    readonly composition?: Partial<Composition>
  }
}

const defaults = defaultPasswordPolicy

/** NIST SP 800-63B-4, section 3.1.1.2: at least eight characters, whatever else protects the account. */
const leastLength = z.int().min(8).max(64)

const composition = z
  .strictObject({
    minClasses: z.int().min(0).max(characterClasses.length).default(defaults.composition.minClasses),
    required: z
      .partialRecord(
        z.enum(characterClasses as readonly [CharacterClass, ...CharacterClass[]]),
        z.int().min(0).max(10),
      )
      .default(defaults.composition.required),
  })
  .prefault({})

const policy = z
  .strictObject({
    minLength: leastLength.default(defaults.minLength),
    minLengthWithSecondFactor: leastLength.default(defaults.minLengthWithSecondFactor),
    // NIST asks for at least 64. A password of more than 1,024 is refused before the policy is applied.
    maxLength: z.int().min(64).max(1024).default(defaults.maxLength),
    composition,
    discountOwnIdentifiers: z.boolean().default(defaults.discountOwnIdentifiers),
    // Each old password costs one hash at every change of password.
    history: z.int().min(0).max(24).default(defaults.history),
    maxAgeDays: z.int().min(1).optional(),
    whenLeaksUnknown: z.enum(['accept', 'refuse']).default(defaults.whenLeaksUnknown),
  })
  .refine(
    ({ minLength, minLengthWithSecondFactor }) => minLengthWithSecondFactor <= minLength,
    'give minLengthWithSecondFactor at most what minLength is',
  )
  .prefault({})

/** The schema of `passwords` in a pool's settings. */
export const passwordSettings: z.ZodType<PasswordSettings> = z
  .strictObject({
    policy,
    // Imported users should notice nothing. This matters more than better passwords.
    imported: z.enum(['enforce', 'accept', 'accept_and_require_change']).default('accept'),
    weakHashes: z.enum(['keep', 'wrap', 'refuse']).default('keep'),
    looksHashed: z.enum(['refuse', 'accept']).optional(),
    weakAtSignIn: z.enum(['accept', 'require_change']).default('accept'),
    chosenByAdministrators: z.boolean().default(false),
    knownNames: z.array(z.string()).default([]),
  })
  .prefault({})
