import type { Unavailable } from '@keepsake/domain'
import { withoutEmptyTexts } from '@keepsake/domain/rules'
import type { ResultAsync } from 'neverthrow'
import { checkInput } from '../../input/check-input.ts'
import { newUser } from '../../input/new-user.ts'
import type { UnreadUsers } from '../../input/users.ts'
import { eachRow } from '../shared/each-row.ts'
import type { GivenRow } from './row.ts'

/** Reads every row of a batch by itself. If the batch says so, empty texts count as absent from here on. */
export const readRows = ({
  list,
  options,
}: Pick<UnreadUsers, 'list' | 'options'>): ResultAsync<readonly GivenRow[], Unavailable> =>
  eachRow(list, (row): GivenRow => {
    const read = checkInput(newUser, row)
    return options?.emptyIsAbsent === true ? read.map(withoutEmptyTexts) : read
  })
