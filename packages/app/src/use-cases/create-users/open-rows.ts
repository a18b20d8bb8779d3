import type { Checked, Unavailable } from '@keepsake/domain'
import { isHashed } from '@keepsake/domain/rules'
import type { ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { eachRow } from '../shared/each-row.ts'
import { andThen, type MaybeAsync } from '../shared/maybe-async.ts'
import { applyPolicy } from './apply-policy.ts'
import { openPassword } from './open-password.ts'
import type { AcceptedRow, DraftedRow, OpenPassword } from './row.ts'

/** Opens the password of every row, and applies the pool's policy to it. */
export const openRows = (
  rows: readonly DraftedRow[],
  context: Context,
): ResultAsync<readonly DraftedRow<OpenPassword>[], Unavailable> =>
  eachRow(rows, (row): MaybeAsync<DraftedRow<OpenPassword>> => {
    const checked = andThen(
      openPassword(row.password, context),
      (opened): MaybeAsync<Checked<OpenPassword>> =>
        opened.isOk() ? applyPolicy(row, opened.value, context) : opened,
    )
    return andThen(checked, (password): DraftedRow<OpenPassword> => ({ ...row, password }))
  })

/** How many passwords are to be hashed, as far as it is known before they are opened. */
export const countWanted = (rows: readonly DraftedRow[]): number =>
  rows.filter(({ password }) => password.isOk() && isHashed(password.value)).length

/** How many passwords are to be hashed. A wrapped hash is hashed too. */
export const countToHash = (rows: readonly AcceptedRow[]): number =>
  rows.filter(({ password }) => password.kind === 'hash' || (password.kind === 'keep' && password.wrap))
    .length
