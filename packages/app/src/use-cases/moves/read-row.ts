import {
  issue,
  type Checked,
  type Issue,
  type NewUser,
  type RecordPosition,
  type NewAuthenticator,
  collectList,
  gather,
  inside,
  type UnreadableRecord,
} from '@keepsake/domain'
import { parseLine, withoutEmptyTexts } from '@keepsake/domain/rules'
import { err } from 'neverthrow'
import { checkInput } from '../../input/check-input.ts'
import { isPlainRecord } from '../../input/is-json.ts'
import { newAuthenticator } from '../../input/new-authenticator.ts'
import { newUser } from '../../input/new-user.ts'
import type { LostValue, MoveRecord } from './move-records.ts'
import { isDropped, type MoveRules } from './move-rules.ts'

/** A row of a source after its shape was checked. */
export type SourceRow = {
  readonly position: RecordPosition
  readonly key: Checked<string>
  readonly given: Checked<NewUser>
  /** Authenticators beside that of the row. */
  readonly further: readonly NewAuthenticator[]
  /** The names of fields that the source says are empty. Those of custom data begin with `customData.`. */
  readonly removed: ReadonlySet<string>
  /** What cannot come along and was not dropped. */
  readonly lost: readonly LostValue[]
  readonly warnings: readonly Issue[]
}

/** The longest key of a source, in UTF-16 units. */
const longestKey = 512

/** Reads a record of a source: its key, its fields, and which fields are empty there. */
export const readSourceRow = (
  { position, key, row, further = [], lost = [], warnings = [] }: MoveRecord,
  rules: MoveRules,
): SourceRow => {
  const { present, removed } = withoutNulls(row)
  const read = checkInput(newUser, present)
  const given = rules.options.emptyIsAbsent === true ? read.map(withoutEmptyTexts) : read
  const others = inside(
    ['further'],
    collectList(further, (each) => checkInput(newAuthenticator, each)),
  )
  return {
    position,
    key: readKey(key ?? given.map(({ externalId }) => externalId).unwrapOr(undefined)),
    given: gather(given, others).map(([fields]) => fields),
    further: others.unwrapOr([]),
    removed,
    lost: lost.filter(({ path }) => !isDropped(path.join('.'), rules)),
    warnings,
  }
}

/** A record that cannot be read has no key, and is refused for what is wrong with it. */
export const unreadableRow = ({ position, issues }: UnreadableRecord): SourceRow => ({
  position,
  key: err([]),
  given: err(issues),
  further: [],
  removed: new Set(),
  lost: [],
  warnings: [],
})

/** The row, refused because an earlier one has its key. */
export const repeatedBefore = (row: SourceRow): SourceRow => ({
  ...row,
  key: err([issue('move.key_repeated_before')]),
})

const readKey = (key: string | undefined): Checked<string> => {
  if (key === undefined || key === '') return err([issue('move.key_missing')])
  return parseLine(key, longestKey).mapErr(() => [issue('move.key_malformed', [], { max: longestKey })])
}

/** Fields that are `null`, and keys of custom data that are, say that the source has nothing there. */
const withoutNulls = (row: unknown): { readonly present: unknown; readonly removed: ReadonlySet<string> } => {
  if (!isPlainRecord(row)) return { present: row, removed: new Set() }
  const top = splitNulls(row)
  const { customData } = row
  if (!isPlainRecord(customData)) return { present: top.present, removed: new Set(top.nulls) }
  const custom = splitNulls(customData)
  return {
    present: { ...top.present, customData: custom.present },
    removed: new Set([...top.nulls, ...custom.nulls.map((name) => `customData.${name}`)]),
  }
}

const splitNulls = (
  record: Readonly<Record<string, unknown>>,
): { readonly present: Readonly<Record<string, unknown>>; readonly nulls: readonly string[] } => {
  const fields = Object.entries(record)
  const nulls = fields.flatMap(([name, value]) => (value === null ? [name] : []))
  if (nulls.length === 0) return { present: record, nulls }
  return { present: Object.fromEntries(fields.filter(([, value]) => value !== null)), nulls }
}
