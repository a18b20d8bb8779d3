import {
  gather,
  inside,
  issue,
  optional,
  type Checked,
  type CreateUsersOptions,
  type DateZone,
  type DepartmentIdType,
} from '@keepsake/domain'
import {
  parseDateZone,
  parseDepartmentIdType,
  parsePasswordOptions,
  planNotices,
  type NoticePlan,
  type PasswordOptions,
} from '@keepsake/domain/rules'
import { err, ok } from 'neverthrow'
import type { Context } from '../../context.ts'

/** The options of a batch, after parsing. */
export type BatchOptions = {
  readonly passwords: PasswordOptions
  readonly departmentIdType: DepartmentIdType
  readonly notices: NoticePlan
  readonly dateZone?: DateZone
}

/** Parses the options of a batch, or lists their issues under `options`. */
export const readOptions = (options: CreateUsersOptions, { settings }: Context): Checked<BatchOptions> =>
  inside(
    ['options'],
    gather(
      parsePasswordOptions(options),
      inside(['departmentIdType'], parseDepartmentIdType(options.departmentIdType ?? 'department_id')),
      planNotices(options, settings),
      inside(['dateZone'], optional(options.dateZone, readDateZone)),
    ).map(([passwords, departmentIdType, notices, dateZone]) => ({
      passwords,
      departmentIdType,
      notices,
      ...(dateZone === undefined ? {} : { dateZone }),
    })),
  )

const readDateZone = (text: string): Checked<DateZone> => {
  const zone = parseDateZone(text)
  return zone === undefined ? err([issue('user.date_zone_unknown')]) : ok(zone)
}
