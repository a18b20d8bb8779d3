import { issue, under, type Checked } from '@keepsake/domain'
import {
  areWeakHashesSought,
  decideImported,
  decideWeakHash,
  isImportedChecked,
  ownIdentifiers,
  type PasswordAccount,
} from '@keepsake/domain/rules'
import { err, ok } from 'neverthrow'
import type { Context } from '../../context.ts'
import { judgePassword } from '../passwords/judge-password.ts'
import type { MaybeAsync } from '../shared/maybe-async.ts'
import type { DraftedRow, OpenPassword } from './row.ts'

/** Does what the pool's settings demand if a row's password is too weak. The password is in clear text or a hash. */
export const applyPolicy = (
  row: DraftedRow,
  opened: OpenPassword,
  context: Context,
): MaybeAsync<Checked<OpenPassword>> => {
  if (opened.kind === 'keep') return applyToHash(opened, context)
  return opened.kind === 'hash' && !opened.generated ? applyToPlain(opened, row, context) : ok(opened)
}

type Plain = Extract<OpenPassword, { readonly kind: 'hash' }>
type Kept = Extract<OpenPassword, { readonly kind: 'keep' }>

const applyToPlain = (
  opened: Plain,
  row: DraftedRow,
  context: Context,
): MaybeAsync<Checked<OpenPassword>> => {
  const { passwords } = context.settings
  if (!isImportedChecked(passwords)) return ok(opened)
  return judgePassword(opened.plain, accountOf(row), context).map((issues): Checked<OpenPassword> => {
    const verdict = decideImported(issues, passwords)
    if (verdict === 'accept') return ok(opened)
    return verdict === 'refuse'
      ? err(under(['password'], issues))
      : ok({ ...opened, mustChange: true, warnings: [...opened.warnings, ...issues] })
  })
}

const applyToHash = (kept: Kept, { ports, settings }: Context): Checked<OpenPassword> => {
  if (!areWeakHashesSought(settings.passwords)) return ok(kept)
  const verdict = decideWeakHash(ports.passwordVerifier.describe(kept.hash), settings.passwords)
  if (verdict === 'refuse') return err([issue('password.kept_hash_weak', ['password'])])
  return ok({ ...kept, wrap: verdict === 'wrap' })
}

/** If the user's other fields were refused, the password is checked without identifiers. */
const accountOf = ({ user, otp }: DraftedRow): PasswordAccount => ({
  identifiers: user.draft.map(ownIdentifiers).unwrapOr([]),
  hasSecondFactor: otp.isOk() && otp.value !== undefined,
})
