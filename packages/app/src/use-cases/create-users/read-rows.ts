import type { Checked, NewUser } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { checkInput } from '../../input/check-input.ts'
import { newUser } from '../../input/new-user.ts'
import { inSlices } from '../in-slices.ts'

/** A row of a batch, or what of it has another shape than a row has. */
export type ReadRow = Checked<NewUser>

/** Reads every row of a batch by itself. */
export const readRows = (list: readonly unknown[]): ResultAsync<readonly ReadRow[], never> =>
  inSlices(list, (row) => checkInput(newUser, row))
