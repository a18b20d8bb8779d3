import { issue, ownIdentifiers, under, type Checked, type PasswordAccount } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { Context } from '../../context.ts'
import { judgePassword } from '../passwords/judge-password.ts'
import type { Soon } from '../shared/maybe-async.ts'
import type { DraftRow } from './draft-batch.ts'
import type { OpenPassword } from './open-password.ts'

/** Does what the pool's settings demand if a row's password is too weak. The password is in clear text or a hash. */
export const applyPolicy = (
  row: DraftRow,
  password: Checked<OpenPassword>,
  context: Context,
): Soon<Checked<OpenPassword>> => {
  if (password.isErr()) return password
  const opened = password.value
  if (opened.kind === 'keep') return judgeHash(opened, context)
  return opened.kind === 'hash' && !opened.generated ? judgePlain(opened, row, context) : password
}

type Plain = Extract<OpenPassword, { readonly kind: 'hash' }>
type Kept = Extract<OpenPassword, { readonly kind: 'keep' }>

const judgePlain = (opened: Plain, row: DraftRow, context: Context): Soon<Checked<OpenPassword>> => {
  const { imported } = context.settings.passwords
  if (imported === 'accept') return ok(opened)
  return judgePassword(opened.plain, accountOf(row), context).map((issues): Checked<OpenPassword> => {
    if (issues.length === 0) return ok(opened)
    return imported === 'enforce'
      ? err(under(['password'], issues))
      : ok({ ...opened, mustChange: true, warnings: [...opened.warnings, ...issues] })
  })
}

const judgeHash = (kept: Kept, { ports, settings }: Context): Checked<OpenPassword> => {
  const { weakHashes } = settings.passwords
  if (weakHashes === 'keep') return ok(kept)
  const description = ports.passwordVerifier.describe(kept.hash)
  if (weakHashes === 'wrap') return ok({ ...kept, wrap: description?.wrappable === true })
  return description?.strength === 'weak' ? err([issue('password.kept_hash_weak', ['password'])]) : ok(kept)
}

/** If the user's other fields were refused, the password is checked without identifiers. */
const accountOf = ({ user, otp }: DraftRow): PasswordAccount => ({
  identifiers: user.draft.map(ownIdentifiers).unwrapOr([]),
  hasSecondFactor: otp.isOk() && otp.value !== undefined,
})
