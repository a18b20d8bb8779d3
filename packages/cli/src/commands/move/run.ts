import type { Keepsake, MoveRunReport, MoveStatus } from '@keepsake/app'
import type { Config } from '../../composition/config.ts'
import { showFault } from '../../import/show-fault.ts'
import { table, type Terminal } from '../../terminal/terminal.ts'
import { moveCodes } from './exit-codes.ts'
import { confirm } from './confirm.ts'
import { freeDeadChunks, ownHolder } from './holder.ts'
import { withRecords } from './open-records.ts'
import { figure } from './print-plan.ts'
import { showPlan } from './plan.ts'
import { readArguments, type SourceArguments } from './reopen.ts'
import { failed, withMove } from './with-move.ts'

/** The flags of `move run`. */
export type RunFlags = {
  readonly yes?: boolean
  readonly json?: boolean
  readonly stopAfterRefused?: number
  /** The URL of the database, if the move was planned with a query. */
  readonly database?: string
}

/** Runs a planned move, or goes on with one that was stopped. `files` are where the input is now, if it is elsewhere. */
export const runMove = (
  move: string,
  files: readonly string[],
  flags: RunFlags,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withMove(move, config, terminal, async (status, keepsake) => {
    if (flags.yes !== true && status.state === 'planned') {
      const isWanted = await confirm(terminal, () => showPlan(status.plan, false, terminal))
      if (!isWanted) {
        terminal.out(`Nothing was written. To run it:  keepsake move run ${move} --yes`)
        return moveCodes.failed
      }
    }
    const given = argumentsOf(status, files, flags, terminal)
    if (given === undefined) {
      terminal.error(`${move} was not planned by this command: run it where it was planned`)
      return moveCodes.failed
    }
    return runWith(move, given, flags, keepsake, config, terminal)
  })

const argumentsOf = (
  { reopen }: MoveStatus,
  files: readonly string[],
  { database }: RunFlags,
  { path }: Terminal,
): SourceArguments | undefined => {
  const stored = readArguments(reopen)
  const planned = stored && { ...stored, ...(database !== undefined && { database }) }
  if (planned === undefined || files.length === 0) return planned
  return { ...planned, files: files.map((file) => (file === '-' ? file : path(file))) }
}

const runWith = (
  move: string,
  given: SourceArguments,
  flags: RunFlags,
  keepsake: Keepsake,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withRecords(given, config, terminal, async ({ records, fault }) => {
    const freed = await freeDeadChunks(move, keepsake)
    if (freed.isErr()) return failed(freed.error, terminal)
    const signal = terminal.stopSignal()
    const { reopen: _, ...input } = records
    const ran = await keepsake.moves.run({
      move,
      records: input,
      holder: ownHolder(),
      signal,
      stopAfterRefused: flags.stopAfterRefused,
      onProgress: progressOf(terminal),
    })
    const broken = fault()
    if (broken !== undefined) return showFault(records.name, broken, terminal)
    if (ran.isErr()) return failed(ran.error, terminal)
    return showRun(ran.value, flags, terminal)
  })

/** Tells the rate, what is left and how many rows were refused, beside the bar. */
const progressOf = (terminal: Terminal) => {
  const begun = Date.now()
  let first: number | undefined
  return ({ done, rows, refused }: { done: number; rows: number; refused: number }): void => {
    first ??= done
    const seconds = (Date.now() - begun) / 1000
    const rate = seconds < 1 ? 0 : Math.round((done - first) / seconds)
    const left = rate === 0 ? '' : `, ${figure(rate)}/s, about ${timeText((rows - done) / rate)} left`
    terminal.progress(done, rows, `rows${left}${refused === 0 ? '' : `, ${figure(refused)} refused`}`)
  }
}

const timeText = (seconds: number): string =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`

const showRun = (report: MoveRunReport, { json }: RunFlags, terminal: Terminal): number => {
  if (json === true) terminal.out(JSON.stringify(report))
  else for (const line of runLines(report)) terminal.out(line)
  if (report.ended === 'signal') {
    terminal.error(`Stopped after ${figure(report.rows)} rows. To go on:  keepsake move run ${report.move}`)
    return moveCodes.failed
  }
  if (report.ended === 'refused') {
    terminal.error(
      `Stopped, since too many rows were refused. See them:  keepsake move refused ${report.move}. To go on:  keepsake move run ${report.move}`,
    )
    return moveCodes.refused
  }
  return report.refused > 0 ? moveCodes.refused : moveCodes.done
}

const runLines = (report: MoveRunReport): readonly string[] => [
  `${report.move}  ${report.source}  ${report.state}`,
  ...table(
    [
      ['created', report.new] as const,
      ['changed', report.changed] as const,
      ['unchanged', report.unchanged] as const,
      ['refused', report.refused] as const,
      ['erased', report.erased] as const,
      ['suspended', report.suspended] as const,
      ['archived', report.archived] as const,
      ['deleted', report.deleted] as const,
    ]
      .filter(([, count], index) => index < 4 || count > 0)
      .map(([name, count]) => [`  ${name}`, figure(count).padStart(9)]),
  ),
]
