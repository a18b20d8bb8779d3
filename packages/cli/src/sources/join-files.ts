import { foreignSystem, type ForeignFile, type ForeignSource, type Joined } from '@keepsake/app/foreign'
import { err, ok, type Result } from 'neverthrow'
import { openSealedTable, type SealedTable } from '../composition/record-adapters.ts'
import { readItems } from './read-items.ts'
import type { ShapedFile } from './shape.ts'
import type { SortedFiles } from './sort-files.ts'
import type { SourceFault } from './source.ts'

/** The side files of a source, joined on disk. */
export type JoinedFiles = { readonly joined: Joined; readonly close: () => Promise<void> }

/**
 * Reads the side files of a source once, and keeps their records sealed by their keys. Records beside the users in their
 * files are kept in the same way.
 */
export const joinFiles = async (
  source: ForeignSource,
  { users, sides, texts }: SortedFiles,
): Promise<Result<JoinedFiles, SourceFault>> => {
  const beside = foreignSystem(source).sides.filter((side) => side.beside === true)
  const table = await openSealedTable()
  const readAll = [
    ...sides.map(({ side, file }) => ({ file, of: [side] })),
    ...(beside.length === 0 ? [] : users.map((file) => ({ file, of: beside }))),
  ]
  for (const { file, of } of readAll) {
    const kept = await keepRecords(file, of, table)
    if (kept.isOk()) continue
    await table.close()
    return err(kept.error)
  }
  const names = new Set(
    [...beside, ...sides.map(({ side }) => side), ...texts.map(({ side }) => side)].map(({ name }) => name),
  )
  const textOf = new Map(texts.map(({ side, text }) => [side.name, side.textIn?.(text)]))
  return ok({
    joined: { find: table.find, has: (name) => names.has(name), text: (name) => textOf.get(name) },
    close: table.close,
  })
}

const keepRecords = async (
  file: ShapedFile,
  of: readonly ForeignFile[],
  table: SealedTable,
): Promise<Result<void, SourceFault>> => {
  const places = [...new Set(of.flatMap(({ at }) => at))]
  for await (const item of readItems(file, places)) {
    if (item.isErr()) {
      if (isListMissing(item.error)) return ok()
      // A record beside the users is refused when the users are read.
      if (item.error.canGoOn && of.every(({ beside }) => beside === true)) continue
      return err({ file: file.name, fault: item.error })
    }
    const { list, record } = item.value
    for (const { name, at, keysOf, keep = (each: unknown) => each } of of)
      if (at.includes(list)) for (const key of new Set(keysOf?.(record))) table.put(name, key, keep(record))
  }
  return ok()
}

/** A document need not have the lists that may be beside its users. */
const isListMissing = ({ issues }: SourceFault['fault']): boolean =>
  issues.some(({ code }) => code === 'file.list_missing')
