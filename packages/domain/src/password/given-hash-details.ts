import { err, ok } from 'neverthrow'
import { gather, inside, optional, type Checked } from '../kernel/collect.ts'
import { issue, type Issue } from '../kernel/issue.ts'
import type { BatchPasswordFields } from './batch-password-fields.ts'
import type { HashDetails } from './hash-details.ts'
import type { PasswordFields } from './password-fields.ts'
import { parsePasswordEncoding, parsePrehash, type PasswordForm } from './password-form.ts'
import type { GivenPasswordPast } from './password-past.ts'

const names = [
  'passwordFormat',
  'passwordPrehash',
  'passwordEncoding',
  'passwordSalt',
  'passwordParameters',
] as const

const ofPast = ['passwordSetAt', 'passwordOrigin'] as const

/**
 * Checks that the row says nothing about a hash if no hash is kept: the password will be hashed in the pool's own
 * format.
 */
export const checkUnsaid = (said: Partial<Pick<PasswordFields, (typeof names)[number]>>): Checked<void> => {
  const issues = names
    .filter((name) => said[name] !== undefined)
    .map((name) => issue('password.format_without_keep', [name]))
  return issues.length > 0 ? err(issues) : ok()
}

/**
 * What a row and its batch ask for that has no effect, because the row has no password. Of the details of a hash, only
 * the row's own count: those of the batch are for the rows that have one.
 */
export const unusedWithoutPassword = (
  row: PasswordFields & GivenPasswordPast,
  { generate, mustChange }: { readonly generate: boolean; readonly mustChange: boolean | undefined },
): readonly Issue[] => {
  if (row.password !== undefined) return []
  const unspoken = [...names, ...ofPast, 'passwordEncryptType' as const]
    .filter((name) => row[name] !== undefined && row[name] !== 'none')
    .map((name) => issue('password.none_to_speak_of', [name]))
  const isAsked = row.resetPasswordOnFirstLogin === true || mustChange === true
  return isAsked && !generate ? [...unspoken, issue('password.none_to_change', ['password'])] : unspoken
}

/** What a batch says about all its hashes. */
export const detailsOfBatch = (options: BatchPasswordFields): Checked<HashDetails> =>
  parseForm(options).map((form) => ({
    ...form,
    ...(options.passwordParameters && { parameters: options.passwordParameters }),
  }))

/**
 * What a row says about its hash, and what its batch says if the row says nothing. The batch's parameters belong to the
 * batch's format, so a row that names another format has none of them.
 */
export const detailsOfRow = (
  row: PasswordFields & { readonly username?: string },
  { parameters: ofBatch, ...batch }: HashDetails,
  formatOfBatch?: string,
): Checked<HashDetails> =>
  parseForm(row).map((form) => {
    const isOfBatch = row.passwordFormat === undefined || row.passwordFormat === formatOfBatch
    const parameters = { ...(isOfBatch && ofBatch), ...row.passwordParameters }
    return {
      ...batch,
      ...form,
      ...(row.passwordSalt !== undefined && { salt: row.passwordSalt }),
      ...(Object.keys(parameters).length > 0 && { parameters }),
      ...(row.username !== undefined && { username: row.username }),
    }
  })

const parseForm = (
  said: Pick<PasswordFields, 'passwordPrehash' | 'passwordEncoding'>,
): Checked<PasswordForm> =>
  gather(
    inside(['passwordPrehash'], optional(said.passwordPrehash, parsePrehash)),
    inside(['passwordEncoding'], optional(said.passwordEncoding, parsePasswordEncoding)),
  ).map(([prehash, encoding]) => ({
    ...(prehash !== undefined && { prehash }),
    ...(encoding !== undefined && { encoding }),
  }))
