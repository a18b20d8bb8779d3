import { basename } from 'node:path'
import type { MoveRecords } from '@keepsake/app'
import type { Result } from 'neverthrow'
import type { Config } from '../../composition/config.ts'
import { showFault } from '../../import/show-fault.ts'
import { knownToPool } from '../../sources/known-to-pool.ts'
import { openSource } from '../../sources/open-source.ts'
import type { Source, SourceRow, UnreadableRow } from '../../sources/source.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { moveCodes } from './exit-codes.ts'
import { writeArguments, type SourceArguments } from './reopen.ts'

/** An open source, as a move reads it. */
export type OpenRecords = {
  readonly source: Source
  readonly records: MoveRecords
  /** Where the file broke, if it did. */
  readonly fault: () => UnreadableRow | undefined
}

/** Opens a source for the work, and closes it afterwards. Says so if it cannot be read. */
export const withRecords = async (
  given: SourceArguments,
  config: Config,
  terminal: Terminal,
  work: (opened: OpenRecords) => Promise<number>,
): Promise<number> => {
  const opened = await openSource(
    {
      ...given,
      unknownFields: 'lose',
      pool: knownToPool(config),
      bounds: config.files,
      now: Date.now(),
    },
    terminal,
  )
  if (opened.isErr()) return showFault(opened.error.file, opened.error.fault, terminal)
  const source = opened.value
  try {
    return await work(await toRecords(source, given))
  } catch (cause) {
    // The digest reads every file to its end.
    terminal.error(
      `${nameOf(source)} cannot be read: ${cause instanceof Error ? cause.message : 'no reason was given'}`,
    )
    return moveCodes.failed
  } finally {
    await source.close()
  }
}

const toRecords = async (source: Source, given: SourceArguments): Promise<OpenRecords> => {
  let broken: UnreadableRow | undefined
  return {
    source,
    fault: () => broken,
    records: {
      from: source.from,
      name: nameOf(source),
      digest: await source.digest(),
      reopen: writeArguments(given),
      rows: async function* (from) {
        for await (const row of source.rows(from)) {
          if (row.isErr() && !row.error.canGoOn) broken = row.error
          yield toRecord(row)
        }
      },
    },
  }
}

const nameOf = ({ files: [first = 'input', ...others] }: Source): string =>
  others.length === 0 ? basename(first) : `${basename(first)} and ${others.length} more`

const toRecord = (
  row: Result<SourceRow, UnreadableRow>,
): ReturnType<MoveRecords['rows']> extends AsyncIterable<infer Each> ? Each : never =>
  row.map(({ position, key, row: fields, removed = [], further, lost, warnings }) => ({
    position,
    ...(key === undefined ? {} : { key }),
    row: { ...fields, ...Object.fromEntries(removed.map((name) => [name, null])) },
    further,
    lost,
    warnings,
  }))
