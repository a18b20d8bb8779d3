import { withoutEmptyTexts, type Checked, type NewUser } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { checkInput } from '../../input/check-input.ts'
import { newUser } from '../../input/new-user.ts'
import type { UnreadUsers } from '../../input/users.ts'
import { inSlices } from '../shared/in-slices.ts'

/** A row of a batch, or the issues of its shape. */
export type ReadRow = Checked<NewUser>

/** Reads every row of a batch by itself. If the batch says so, empty texts count as absent from here on. */
export const readRows = ({
  list,
  options,
}: Pick<UnreadUsers, 'list' | 'options'>): ResultAsync<readonly ReadRow[], never> =>
  inSlices(list, (row) => {
    const read = checkInput(newUser, row)
    return options?.emptyIsAbsent === true ? read.map(withoutEmptyTexts) : read
  })
