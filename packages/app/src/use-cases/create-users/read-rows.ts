import { withoutEmptyTexts, type Checked, type NewUser } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { checkInput } from '../../input/check-input.ts'
import { newUser } from '../../input/new-user.ts'
import type { UnreadUsers } from '../../input/users.ts'
import { inSlices } from '../in-slices.ts'

/** A row of a batch, or what of it has another shape than a row has. */
export type ReadRow = Checked<NewUser>

/** Reads every row of a batch by itself. Empty texts are absent from here on, where the batch says so. */
export const readRows = ({
  list,
  options,
}: Pick<UnreadUsers, 'list' | 'options'>): ResultAsync<readonly ReadRow[], never> =>
  inSlices(list, (row) => {
    const read = checkInput(newUser, row)
    return options?.emptyIsAbsent === true ? read.map(withoutEmptyTexts) : read
  })
