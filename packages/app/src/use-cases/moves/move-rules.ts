import type { CreateUsersOptions, FieldRule, MissingRule, Move } from '@keepsake/domain'
import { canonicalText } from '@keepsake/domain/rules'
import type { Context } from '../../context.ts'
import { digestOfRow } from './digests.ts'

/** By what a row may be joined to a user who is here already and has no key of the source. */
export const matchFields = ['externalId', 'email', 'phone'] as const

export type MatchField = (typeof matchFields)[number]

/** How the rows of a move are read and written. A plan stores them, and its run takes them from there. */
export type MoveRules = {
  readonly options: CreateUsersOptions
  /** Fields that may be left behind, by their paths with dots, or all. */
  readonly drop: readonly string[] | 'all'
  readonly missing: MissingRule
  /** How many of the source's users may be missing before a plan refuses to act on them, in percent. */
  readonly missingAtMost: number
  /** The rules of fields, by name. The others have `merge`. */
  readonly fields: Readonly<Record<string, FieldRule>>
  readonly match: readonly MatchField[]
  /** Whether rows of users who were deleted here since may create them again. */
  readonly bringBack: boolean
  /** Whether services get an event of each user. */
  readonly events: boolean
  /** How many rows a chunk has at most. */
  readonly chunkRows: number
}

/** More than this share of missing users looks like a file that was cut off. */
export const usualMissing = 5

/** The text of the rules that a plan stores. */
export const writeRules = (rules: MoveRules): string => JSON.stringify(rules)

/** The rules of a stored move. The text is our own. */
export const readRules = ({ rules }: Pick<Move, 'rules'>): MoveRules => JSON.parse(rules) as MoveRules

/** Of the rules, and of the settings of the pool that decide about a row. */
export const digestRules = (rules: MoveRules, context: Context): string => {
  const { customFields, emails, usernames, birthdates, phoneCountryCode } = context.settings
  const settings = { customFields, emails, usernames, birthdates, phoneCountryCode }
  return digestOfRow(canonicalText([rules, settings]), context)
}

/** The part of the rules that changes what a row means. It goes into the fingerprint of each row. */
export const rulesOfRow = ({ options, drop, fields }: MoveRules): string =>
  canonicalText([options, drop, fields])

/** Whether a field may be left behind. A path covers what is below it. */
export const isDropped = (path: string, { drop }: Pick<MoveRules, 'drop'>): boolean =>
  drop === 'all' || drop.some((each) => path === each || path.startsWith(`${each}.`))
