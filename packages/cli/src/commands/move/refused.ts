import { open } from 'node:fs/promises'
import type { Keepsake } from '@keepsake/app'
import type { Failure, RefusedMoveRow } from '@keepsake/domain'
import { toIssueDtos } from '@keepsake/http/wire'
import { err, ok, type Result } from 'neverthrow'
import type { Config } from '../../composition/config.ts'
import { codeOf } from '../../import/report-file.ts'
import { issueLine } from '../../terminal/report.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { moveCodes } from './exit-codes.ts'
import { withRecords } from './open-records.ts'
import { rawRecords } from './raw-record.ts'
import { readArguments } from './reopen.ts'
import { failed, withMove } from './with-move.ts'

/** The flags of `move refused`. */
export type RefusedFlags = { readonly json?: boolean; readonly out?: string }

/**
 * Prints the records that stay out, as they came, to mend and move them again, and why on standard error. With `out`, the records
 * go to that file, which only its owner may read, and the reasons to a file beside it.
 */
export const showRefused = (
  move: string,
  files: readonly string[],
  { json, out }: RefusedFlags,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withMove(move, config, terminal, async (status, keepsake) => {
    const refused = await listAll(move, keepsake)
    if (refused.isErr()) return failed(refused.error, terminal)
    if (json === true) {
      terminal.out(JSON.stringify({ move, refused: refused.value.map(toDto) }))
      return moveCodes.done
    }
    const planned = readArguments(status.reopen)
    if (planned === undefined) {
      for (const row of refused.value) terminal.error(reasonOf(row))
      return moveCodes.done
    }
    const given =
      files.length === 0 ? planned : { ...planned, files: files.map((file) => terminal.path(file)) }
    return withRecords(given, config, terminal, async ({ source, records }) => {
      if (records.digest !== status.plan.digest) {
        terminal.error(
          `${records.name} has changed since ${move} was planned: its records are not those that were refused`,
        )
        return moveCodes.failed
      }
      return withOutput(out, terminal, async (record, reason) => {
        for await (const each of rawRecords(source, refused.value)) {
          if (each.record !== undefined) await record(each.record)
          await reason(reasonOf(each.row))
        }
      })
    })
  })

const listAll = async (
  move: string,
  keepsake: Keepsake,
): Promise<Result<readonly RefusedMoveRow[], Failure>> => {
  const all: RefusedMoveRow[] = []
  for (;;) {
    const page = await keepsake.moves.refused({ move, after: all.at(-1)?.row })
    if (page.isErr()) return err(page.error)
    if (page.value.length === 0) return ok(all)
    all.push(...page.value)
  }
}

const toDto = ({ row, position, issues }: RefusedMoveRow) => ({
  row,
  line: position.line,
  issues: toIssueDtos(issues, 'en-US'),
})

/** `row 3, line 4: email is not an email address (user.email_malformed)`. */
const reasonOf = ({ row, position, issues }: RefusedMoveRow): string =>
  `row ${row}, line ${position.line}: ${issues.map((each) => issueLine(each.path.length > 0 ? each : { ...each, path: ['the row'] })).join('; ')}`

type Write = (line: string) => Promise<void>

const withOutput = async (
  out: string | undefined,
  terminal: Terminal,
  work: (record: Write, reason: Write) => Promise<void>,
): Promise<number> => {
  if (out === undefined) {
    await work(
      async (line) => terminal.out(line),
      async (line) => terminal.error(line),
    )
    return moveCodes.done
  }
  try {
    // Records hold secrets: nobody else may read them, and no file that is there is written over.
    const records = await open(terminal.path(out), 'wx', 0o600)
    try {
      const reasons = await open(terminal.path(`${out}.why`), 'wx', 0o600)
      try {
        await work(
          (line) => records.appendFile(`${line}\n`),
          (line) => reasons.appendFile(`${line}\n`),
        )
      } finally {
        await reasons.close()
      }
    } finally {
      await records.close()
    }
    terminal.error(`The records are in ${out}, and why they stay out in ${out}.why`)
    return moveCodes.done
  } catch (cause) {
    terminal.error(`${out} cannot be written: ${codeOf(cause)}`)
    return moveCodes.failed
  }
}
