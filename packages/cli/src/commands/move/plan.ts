import type { MatchField, MovePlanReport } from '@keepsake/app'
import type { FieldRule, MissingRule } from '@keepsake/domain'
import type { Config } from '../../composition/config.ts'
import { withKeepsake } from '../with-keepsake.ts'
import { pickBatchFlags, readOptionsOf, type BatchFlags } from '../../import/batch-options.ts'
import { pickFileFlags, type FileFlags } from '../../import/file-flags.ts'
import { showFault } from '../../import/show-fault.ts'
import { pickSourceFlags, type SourceFlags } from '../../sources/source-flags.ts'
import { reportFailure } from '../../terminal/report.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { moveCodes } from './exit-codes.ts'
import { withRecords } from './open-records.ts'
import { planLines } from './print-plan.ts'
import type { SourceArguments } from './reopen.ts'

/** The flags of `move plan`. */
export type PlanFlags = SourceFlags &
  FileFlags &
  BatchFlags & {
    readonly source: string
    readonly options?: string
    readonly missing?: MissingRule
    readonly missingAtMost?: number
    readonly match?: readonly MatchField[]
    readonly rule?: Readonly<Record<string, FieldRule>>
    readonly bringBack?: boolean
    readonly events?: boolean
    readonly chunkRows?: number
    readonly json?: boolean
  }

/** Plans a move of the files of a source, and prints the plan. */
export const planMove = async (
  files: readonly string[],
  flags: PlanFlags,
  config: Config,
  terminal: Terminal,
): Promise<number> => {
  const given = await readGiven(files, flags, terminal)
  if (given === undefined) return moveCodes.failed
  return withRecords(given, config, terminal, ({ source, records, fault }) =>
    withKeepsake(config, terminal, async (keepsake) => {
      const planned = await keepsake.moves.plan({
        source: flags.source,
        records,
        options: { ...source.options, ...given.options },
        drop: flags.drop === undefined || flags.drop.includes('all') ? toAll(flags.drop) : flags.drop,
        missing: flags.missing,
        missingAtMost: flags.missingAtMost,
        fields: flags.rule,
        match: flags.match,
        bringBack: flags.bringBack,
        events: flags.events,
        chunkRows: flags.chunkRows,
        onProgress: (rows) => terminal.progress(rows, rows + 1, 'rows read'),
      })
      const broken = fault()
      if (broken !== undefined) return showFault(records.name, broken, terminal)
      if (planned.isErr()) {
        reportFailure(planned.error, terminal)
        return moveCodes.failed
      }
      showPlan(planned.value, flags.json === true, terminal)
      return planCode(planned.value)
    }),
  )
}

const toAll = (drop: readonly string[] | undefined): 'all' | undefined =>
  drop === undefined ? undefined : 'all'

/** Prints a plan, for a person or for a program. */
export const showPlan = (plan: MovePlanReport, asJson: boolean, terminal: Terminal): void => {
  if (asJson) {
    terminal.out(JSON.stringify(plan))
    return
  }
  for (const line of planLines(plan)) terminal.out(line)
  if (planCode(plan) === moveCodes.toDo || plan.new + plan.changed > 0)
    terminal.out(`run it with  keepsake move run ${plan.move}`)
  if (plan.refused > 0) terminal.out(`see what is refused with  keepsake move refused ${plan.move}`)
}

/** The exit code of a plan. */
export const planCode = (plan: MovePlanReport): number => {
  if (plan.refused > 0) return moveCodes.refused
  const acts = plan.onMissing === 'report' || plan.onMissing === 'ignore' ? 0 : plan.missing
  return plan.new + plan.changed + acts > 0 ? moveCodes.toDo : moveCodes.done
}

const readGiven = async (
  files: readonly string[],
  flags: PlanFlags,
  terminal: Terminal,
): Promise<SourceArguments | undefined> => {
  const ofFile = flags.options === undefined ? {} : await readOptionsOf(flags.options, terminal)
  if (ofFile === undefined) return undefined
  const { with: sides, mapping, module, ...source } = pickSourceFlags(flags)
  return {
    ...source,
    ...(mapping !== undefined && { mapping: terminal.path(mapping) }),
    ...(module !== undefined && { module: terminal.path(module) }),
    files: files.map((file) => absolute(file, terminal)),
    ...(sides !== undefined && {
      with: Object.fromEntries(
        Object.entries(sides).map(([name, of]) => [name, of.map((file) => absolute(file, terminal))]),
      ),
    }),
    flags: pickFileFlags(flags),
    options: { ...ofFile, ...pickBatchFlags(flags) },
  }
}

/** A run may start in another folder. */
const absolute = (file: string, { path }: Terminal): string => (file === '-' ? file : path(file))
