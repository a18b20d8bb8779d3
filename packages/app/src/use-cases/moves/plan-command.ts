import type { CreateUsersOptions, FieldRule, MissingRule } from '@keepsake/domain'
import type { Context } from '../../context.ts'
import type { MoveRecords } from './move-records.ts'
import { usualMissing, type MatchField, type MoveRules } from './move-rules.ts'

/** What to plan, and how its rows are read and written. */
export type PlanMoveCommand = {
  /** The name of where the records come from, such as `auth0-prod`. A second move of the same source is a delta. */
  readonly source: string
  readonly records: MoveRecords
  /** The options of a batch of users. */
  readonly options?: CreateUsersOptions | undefined
  /** Fields that may be left behind, by their paths with dots, or all. */
  readonly drop?: readonly string[] | 'all' | undefined
  /** What becomes of users whom the source has no more. The default is `report`. */
  readonly missing?: MissingRule | undefined
  /** How many of them may be missing, in percent, before the plan refuses to act. The default is 5. */
  readonly missingAtMost?: number | undefined
  /** The rules of fields, by name, such as `email` or `customData.plan`. The others have `merge`. */
  readonly fields?: Readonly<Record<string, FieldRule>> | undefined
  /** By what rows may be joined to users who are here and have no key of the source. The default is nothing. */
  readonly match?: readonly MatchField[] | undefined
  /** Whether users who were deleted here since may come back. */
  readonly bringBack?: boolean | undefined
  /** Whether services get an event of each user, and not only of the end of the move. */
  readonly events?: boolean | undefined
  /** How many rows are written in one transaction. The default is the pool's limit of a batch. */
  readonly chunkRows?: number | undefined
  readonly onProgress?: ((rows: number) => void) | undefined
}

/** Fills in the defaults of a plan. */
export const rulesOf = (command: PlanMoveCommand, { settings }: Pick<Context, 'settings'>): MoveRules => ({
  options: command.options ?? {},
  drop: command.drop ?? [],
  missing: command.missing ?? 'report',
  missingAtMost: command.missingAtMost ?? usualMissing,
  fields: command.fields ?? {},
  match: command.match ?? [],
  bringBack: command.bringBack ?? false,
  events: command.events ?? false,
  chunkRows: command.chunkRows ?? settings.limits.rows,
})
