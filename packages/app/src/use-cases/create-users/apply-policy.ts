import { ownIdentifiers, under, type Checked, type PasswordAccount, type Unavailable } from '@keepsake/domain'
import { err, ok, okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { judgePassword } from '../passwords/judge-password.ts'
import type { DraftRow } from './draft-batch.ts'
import type { OpenPassword } from './open-password.ts'

/** Does with a password that a row brings in clear what the pool wants done where its policy would not take it. */
export const applyPolicy = (
  row: DraftRow,
  password: Checked<OpenPassword>,
  context: Context,
): ResultAsync<Checked<OpenPassword>, Unavailable> => {
  const { imported } = context.settings.passwords
  if (password.isErr() || imported === 'accept') return okAsync(password)
  const opened = password.value
  if (opened.kind !== 'hash' || opened.generated) return okAsync(password)
  return judgePassword(opened.plain, accountOf(row), context).map((issues): Checked<OpenPassword> => {
    if (issues.length === 0) return password
    return imported === 'enforce'
      ? err(under(['password'], issues))
      : ok({ ...opened, mustChange: true, weaknesses: issues })
  })
}

/** A row whose other fields are refused is judged by nothing but the password itself. */
const accountOf = ({ user, otp }: DraftRow): PasswordAccount => ({
  identifiers: user.draft.map(ownIdentifiers).unwrapOr([]),
  hasSecondFactor: otp.isOk() && otp.value !== undefined,
})
