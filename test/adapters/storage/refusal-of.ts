import type { Storage, Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { expect } from 'vitest'

/** Why a storage does not open, in words. */
export const refusalOf = async (opening: ResultAsync<Storage, Unavailable>): Promise<string> => {
  const opened = await opening
  if (opened.isOk()) await opened.value.close()
  const { kind, part, cause } = opened._unsafeUnwrapErr()
  expect({ kind, part }).toEqual({ kind: 'unavailable', part: 'storage' })
  return (cause as Error).message
}
