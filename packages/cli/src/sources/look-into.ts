import {
  foreignSources,
  foreignSystem,
  recognizeForeign,
  type ForeignSource,
  type RecognizedForeign,
} from '@keepsake/app/foreign'
import { issue, type UnreadableRecord } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import {
  inspectFile,
  startOfText,
  type InspectedFile,
  type RecordBounds,
} from '../composition/record-adapters.ts'
import type { FileFlags } from '../import/file-flags.ts'
import type { InputFile } from './input-files.ts'
import { readItems } from './read-items.ts'
import type { ShapedFile } from './shape.ts'
import { shapesOf } from './shapes-of.ts'

/** What a file looks like, and the place of its list in a document. */
export type Fit = RecognizedForeign & { readonly list: string }

/** A file of a source that was looked into. */
export type LookedInto =
  | {
      readonly kind: 'records'
      readonly file: ShapedFile
      /** What its first records look like, best first. */
      readonly fits: readonly Fit[]
      readonly isEmpty: boolean
    }
  /** A short text that is no list of records, such as a key. */
  | {
      readonly kind: 'text'
      readonly file: InputFile
      readonly text: string
      readonly fits: readonly Fit[]
    }
  | { readonly kind: 'unreadable'; readonly file: InputFile; readonly fault: UnreadableRecord }

/** How to look into a file. */
export type LookingOptions = {
  readonly source: ForeignSource
  readonly flags: FileFlags
  readonly bounds: RecordBounds
}

/** As many records of each list are looked at. */
const mostLookedAt = 100

/** A text with one value is shorter. */
const longestText = 65_536

/** Every place at which a system has a list in a JSON document. */
const everyPlace: readonly string[] = [
  ...new Set(
    foreignSources.flatMap((source) => {
      const { users, sides } = foreignSystem(source)
      return [users, ...sides].flatMap(({ at }) => at)
    }),
  ),
]

/** Looks into the beginning of a file: how it is read, and which files of which systems it looks like. */
export const lookInto = async (
  file: InputFile,
  { source, flags, bounds }: LookingOptions,
): Promise<LookedInto> => {
  const { name } = file
  const { encoding } = flags
  const opened = await inspectFile(file.bytes, { name, bounds, ...(encoding && { encoding }) })
  if (opened.isErr()) return { kind: 'unreadable', file, fault: opened.error }
  const inspected = opened.value
  const text = shortText(inspected)
  const asText = (): LookedInto | undefined =>
    text === undefined
      ? undefined
      : { kind: 'text', file, text, fits: recognizeForeign([text]).map((fit) => ({ ...fit, list: '' })) }
  const short = asText()
  if (short?.kind === 'text' && short.fits.some((fit) => fit.source === source)) return short

  const looked: LookedInto[] = []
  for (const shape of shapesOf(inspected, source, flags)) {
    const found = await lookAt({ ...file, inspected, shape, isPaged: false, bounds }, source)
    if (found.isOk() && found.value.fits.some((fit) => fit.source === source)) return found.value
    looked.push(found.isOk() ? found.value : { kind: 'unreadable', file, fault: found.error })
  }
  return (
    looked.find(({ kind }) => kind === 'records') ??
    looked[0] ??
    (inspected.kind.kind === 'unclear' ? short : undefined) ?? {
      kind: 'unreadable',
      file,
      fault: ofOtherKind(inspected, source),
    }
  )
}

/** A file of which the head is all. */
const shortText = ({ text: { head, start } }: InspectedFile): string | undefined =>
  head.length < longestText ? new TextDecoder().decode(head.subarray(start)) : undefined

const ofOtherKind = ({ kind: seen }: InspectedFile, source: ForeignSource): UnreadableRecord => {
  const format = `file of ${foreignSystem(source).name}`
  const kind = seen.kind === 'other' ? seen.name : 'plain text'
  return {
    position: { ...startOfText, row: 0 },
    issues: [issue('file.of_other_kind', [], { format, kind })],
    canGoOn: false,
  }
}

type LookedAt = Extract<LookedInto, { readonly kind: 'records' }>

/** Reads the first records of a file in one of its shapes. */
const lookAt = async (
  file: ShapedFile,
  source: ForeignSource,
): Promise<Result<LookedAt, UnreadableRecord>> => {
  const lists = new Map<string, unknown[]>()
  for await (const item of readItems(file, everyPlace)) {
    if (item.isErr()) {
      if (item.error.canGoOn) continue
      // What breaks behind the first records is said when they are read.
      if (lists.size === 0) return err(item.error)
      break
    }
    const { list, record } = item.value
    const records = lists.get(list) ?? []
    lists.set(list, records)
    records.push(record)
    if (records.length >= mostLookedAt) break
  }
  const fits = [...lists].flatMap(([list, records]) =>
    recognizeForeign(records)
      .filter((fit) => list === '' || isAt(fit, list))
      .map((fit) => ({ ...fit, list })),
  )
  const isPaged = fits.find((fit) => fit.source === source)?.at
  return ok({
    kind: 'records',
    file: { ...file, isPaged: isPaged !== undefined && isPaged !== '' },
    fits,
    isEmpty: lists.size === 0,
  })
}

/** Whether the system has such records in a list at a place. */
const isAt = ({ source, file, at }: RecognizedForeign, list: string): boolean => {
  const { users, sides } = foreignSystem(source)
  const found = [users, ...sides].find(({ name }) => name === file)
  return at === '' && found?.at.includes(list) === true
}
