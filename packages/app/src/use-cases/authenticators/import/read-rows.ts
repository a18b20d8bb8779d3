import type { Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { authenticatorToImport } from '../../../input/authenticators.ts'
import { checkInput } from '../../../input/check-input.ts'
import { eachRow } from '../../shared/each-row.ts'
import type { GivenRow } from './row.ts'

/** Reads every row of an import by itself. */
export const readRows = (list: readonly unknown[]): ResultAsync<readonly GivenRow[], Unavailable> =>
  eachRow(list, (row): GivenRow => checkInput(authenticatorToImport, row))
