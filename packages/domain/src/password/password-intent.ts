import { err, ok } from 'neverthrow'
import { gather, inside, optional, type Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import type { BatchPasswordFields } from './batch-password-fields.ts'
import type { HashDetails } from './hash-details.ts'
import type { PasswordFields } from './password-fields.ts'
import { checkUnsaid, detailsOfBatch, detailsOfRow } from './given-hash-details.ts'
import type { EncryptType } from './transport-cipher.ts'

/** A password as it was sent: still under its transport cipher, if it has one. */
export type SentPassword = { readonly text: string; readonly encryptType: EncryptType }

/**
 * What is to be done with a user's password. `set`: hash the password that was sent. `keep`: what was sent is a hash of
 * another system, which stays. `activate`: there is none until the user sets one through a link. `mustChange`: the user
 * may do nothing with the password but change it.
 */
export type PasswordIntent =
  | { readonly kind: 'none' }
  | { readonly kind: 'set'; readonly sent: SentPassword; readonly mustChange: boolean }
  | {
      readonly kind: 'keep'
      readonly sent: SentPassword
      /** What the caller says about the hash, if anything. */
      readonly format?: string
      readonly details?: HashDetails
      readonly mustChange: boolean
    }
  | { readonly kind: 'generate'; readonly mustChange: boolean }
  | { readonly kind: 'activate' }

/** What the options of a batch say about passwords, checked. */
export type PasswordOptions = {
  readonly keep: boolean
  readonly generate: boolean
  readonly mustChange: boolean | undefined
  readonly encryptType: EncryptType
  readonly format: string | undefined
  readonly details: HashDetails
}

/** Checks the options about passwords; paths are relative to the options. */
export const parsePasswordOptions = (options: BatchPasswordFields): Checked<PasswordOptions> =>
  gather(
    inside(['passwordEncryptType'], parseEncryptType(options.passwordEncryptType ?? 'none')),
    options.keepPassword === true && options.autoGeneratePassword === true
      ? err([issue('password.keep_and_generate', ['autoGeneratePassword'])])
      : ok(),
    options.keepPassword === true ? ok() : checkUnsaid(options),
    detailsOfBatch(options),
  ).map(([encryptType, , , details]) => ({
    keep: options.keepPassword === true,
    generate: options.autoGeneratePassword === true,
    mustChange: options.resetPasswordOnFirstLogin,
    encryptType,
    format: options.passwordFormat,
    details,
  }))

/**
 * Decides what a row's flags mean together with those of its batch. The row's own encrypt type comes first. If row and
 * batch differ on a forced change, the stricter wins. A generated password must be changed unless that is explicitly
 * denied. A row without a password has none, whatever the flags for passwords say. A row with a password is refused if
 * passwords are to be generated, because only the caller knows which of the two was meant.
 */
export const decidePasswordIntent = (
  row: PasswordFields & { readonly username?: string },
  options: PasswordOptions,
): Checked<PasswordIntent> =>
  gather(
    inside(['passwordEncryptType'], optional(row.passwordEncryptType, parseEncryptType)),
    row.password !== undefined && options.generate
      ? err([issue('password.given_and_generate', ['password'])])
      : ok(),
    options.keep ? ok() : checkUnsaid(row),
    detailsOfRow(row, options.details, options.format),
  ).map(([own, , , details]): PasswordIntent => {
    const asked = stricter(row.resetPasswordOnFirstLogin, options.mustChange)
    if (row.password === undefined)
      return options.generate ? { kind: 'generate', mustChange: asked ?? true } : { kind: 'none' }
    const sent = { text: row.password, encryptType: own ?? options.encryptType }
    const mustChange = asked ?? false
    if (!options.keep) return { kind: 'set', sent, mustChange }
    const format = row.passwordFormat ?? options.format
    return {
      kind: 'keep',
      sent,
      mustChange,
      ...(format === undefined ? {} : { format }),
      ...(Object.keys(details).length === 0 ? {} : { details }),
    }
  })

const parseEncryptType = (text: string): Checked<EncryptType> =>
  text === 'none' || text === 'rsa' || text === 'sm2'
    ? ok(text)
    : err([issue('password.encrypt_type_unknown', [], { allowed: 'none, rsa, sm2' })])

const stricter = (one: boolean | undefined, other: boolean | undefined): boolean | undefined =>
  one === true || other === true ? true : (one ?? other)
