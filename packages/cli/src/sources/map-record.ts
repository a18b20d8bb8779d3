import { applyMapping, type Mapping } from '@keepsake/app/mapping'
import { issue, type Checked, type CustomFields, type NewUser } from '@keepsake/domain'
import { checkShape, newUserRow, toNewUser } from '@keepsake/http/wire'
import { err, ok } from 'neverthrow'
import type { Mapper } from '../composition/load-mapper.ts'
import { withKind, type LostValue } from './lost-values.ts'

/** How the operator wants records to become rows. */
export type OwnRules = { readonly mapping?: Mapping; readonly mapper?: Mapper }

/** A row that a mapping has made, and what it does not use. */
export type MappedRow = {
  readonly row: NewUser
  readonly key: string | undefined
  readonly unused: readonly LostValue[]
}

/** Makes a row of a record by a mapping file. */
export const mapRecord = (
  record: unknown,
  mapping: Mapping,
  customFields: CustomFields,
): Checked<MappedRow> =>
  applyMapping(record, mapping, customFields).andThen(({ row, key, unused }) =>
    checkShape(newUserRow, row).map((user) => ({
      row: toNewUser(user),
      key,
      unused: unused.map((path) => withKind(record, { path, reason: 'unknown_field' })),
    })),
  )

/** Makes a row of a record by a module. Nothing if the record is no user. */
export const runMapper = async (
  record: unknown,
  row: unknown,
  mapper: Mapper,
): Promise<Checked<NewUser | undefined>> => {
  let made: unknown
  try {
    made = await mapper(record, row)
  } catch {
    // The error of the module may quote the record.
    return err([issue('request.field_unreadable', ['module'])])
  }
  if (made === undefined || made === null) return ok(undefined)
  return checkShape(newUserRow, made).map(toNewUser)
}

/** A row with the fields of another one over it. Custom data goes key by key. */
export const overlay = (row: NewUser, over: NewUser): NewUser => ({
  ...row,
  ...over,
  ...(row.customData !== undefined &&
    over.customData !== undefined && { customData: { ...row.customData, ...over.customData } }),
})

/** What of the rules goes into a digest: the mapping, and the text of the function. */
export const digestible = ({ mapping, mapper }: OwnRules): object => ({
  ...(mapping !== undefined && { mapping }),
  ...(mapper !== undefined && { module: String(mapper) }),
})
