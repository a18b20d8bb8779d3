import type { Checked } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { newEnrolment } from '../../../input/authenticators.ts'
import { checkInput } from '../../../input/check-input.ts'
import { inSlices } from '../../shared/in-slices.ts'
import type { NewEnrolment } from './command.ts'

/** A row of an import, or the issues of its shape. */
export type ReadRow = Checked<NewEnrolment>

/** Reads every row of an import by itself. */
export const readRows = (list: readonly unknown[]): ResultAsync<readonly ReadRow[], never> =>
  inSlices(list, (row) => checkInput(newEnrolment, row))
