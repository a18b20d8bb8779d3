import { writeFile } from 'node:fs/promises'
import { guessMapping, mappingSchema, type Guess } from '@keepsake/app/mapping'
import { codeOf } from '../../import/report-file.ts'
import type { FileFlags } from '../../import/file-flags.ts'
import { showFault } from '../../import/show-fault.ts'
import { readFirstRecords } from '../../sources/first-records.ts'
import { exitCodes } from '../../terminal/report.ts'
import { table, type Terminal } from '../../terminal/terminal.ts'

/** The flags of `move map`. */
export type MapFlags = FileFlags & {
  /** Where to write the mapping; standard output if absent. */
  readonly out?: string
}

/** As many records are looked at. */
const mostRecords = 1_000

/**
 * Guesses a mapping from the first records of a file, and writes it. What was found is shown beside it: each path with the
 * field that it becomes, how often it has a value, and a few values.
 */
export const mapFile = async (
  file: string,
  { out, ...flags }: MapFlags,
  terminal: Terminal,
): Promise<number> => {
  const records = await readFirstRecords(file, flags, mostRecords, terminal)
  if (records.isErr()) return showFault(records.error.file, records.error.fault, terminal)
  const guess = guessMapping(records.value)
  for (const line of linesOf(guess)) terminal.error(line)
  const text = JSON.stringify(guess.mapping, undefined, 2)
  if (out === undefined) {
    terminal.out(text)
    return exitCodes.done
  }
  try {
    // A mapping that somebody has worked on is not written over.
    await writeFile(terminal.path(out), `${text}\n`, { flag: 'wx', mode: 0o600 })
    return exitCodes.done
  } catch (cause) {
    terminal.error(`${out} cannot be written: ${codeOf(cause)}`)
    return exitCodes.failed
  }
}

/** Prints the JSON schema of a mapping file. */
export const printMappingSchema = async (terminal: Terminal): Promise<number> => {
  terminal.out(JSON.stringify(mappingSchema(), undefined, 2))
  return exitCodes.done
}

const linesOf = ({ records, fields }: Guess): readonly string[] => {
  const mapped = fields.filter(({ field }) => field !== undefined)
  const others = fields.filter(({ field }) => field === undefined)
  return [
    `${records} records looked at.`,
    ...table(
      mapped.map(({ path, field = '', filled, examples }) => [
        `  ${field}`,
        `<- ${path}`,
        String(filled),
        exampleText(examples),
      ]),
    ),
    ...(others.length === 0 ? [] : ['Not mapped:']),
    ...table(
      others.map(({ path, filled, examples, unclear }) => [
        `  ${path}`,
        String(filled),
        unclear === undefined ? exampleText(examples) : `unclear for ${unclear}`,
      ]),
    ),
  ]
}

const exampleText = (examples: readonly string[]): string =>
  examples.length === 0 ? '(not shown)' : examples.map(printable).join(' · ')

/** A value of a file must not steer the terminal. */
const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\ufffd')
