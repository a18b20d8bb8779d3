import { matchFields, type MatchField } from '@keepsake/app'
import { fieldRules, missingRules, type FieldRule } from '@keepsake/domain'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { planMove, type PlanFlags } from '../commands/move/plan.ts'
import { showRefused, type RefusedFlags } from '../commands/move/refused.ts'
import { runMove, type RunFlags } from '../commands/move/run.ts'
import { showIds, showStatus } from '../commands/move/show.ts'
import { closeSource, undoMove, type SureFlags } from '../commands/move/undo.ts'
import { addSourceOptions } from '../sources/source-flags.ts'
import { addBatchOptions } from './batch-options.ts'
import type { Cli } from './cli.ts'
import { addFileOptions } from './file-options.ts'
import { addMoveMap } from './move-map.ts'

const asJson = ['--json', 'print one object of JSON'] as const
const sure = ['--yes', 'do not ask'] as const

/** Adds the commands that move users in from a source, follow it, and take a move back. */
export const addMoves = (program: Command, cli: Cli): void => {
  const move = program
    .command('move')
    .description('move users in from another system: plan, run, run again as a delta, undo')
  addMoveMap(move, cli)
  addPlan(move, cli)
  addRun(move, cli)

  move
    .command('status [move]')
    .description('print how a move stands, or list all moves')
    .option(...asJson)
    .action((id: string | undefined, flags: { json?: boolean }) =>
      cli.withConfig((config) => showStatus(id, flags, config, cli.terminal)),
    )

  move
    .command('undo <move>')
    .description(
      'remove whom a move has created and give the others their former records, but for those in use',
    )
    .option(...sure)
    .option(...asJson)
    .action((id: string, flags: SureFlags) =>
      cli.withConfig((config) => undoMove(id, flags, config, cli.terminal)),
    )

  move
    .command('close <source>')
    .description(
      'end the moves of a source: forget what was brought and what was there before; the map of ids stays',
    )
    .option(...sure)
    .option(...asJson)
    .action((source: string, flags: SureFlags) =>
      cli.withConfig((config) => closeSource(source, flags, config, cli.terminal)),
    )

  move
    .command('refused <move> [files...]')
    .description('print the records that stay out as they came, and why on standard error')
    .option('--out <file>', 'write the records to a new file that only you can read, and why to <file>.why')
    .option(...asJson)
    .action((id: string, files: readonly string[], flags: RefusedFlags) =>
      cli.withConfig((config) => showRefused(id, files, flags, config, cli.terminal)),
    )

  move
    .command('ids <source>')
    .description('print the key in the source and the id here of each user, with a tab between')
    .option(...asJson)
    .action((source: string, flags: { json?: boolean }) =>
      cli.withConfig((config) => showIds(source, flags, config, cli.terminal)),
    )
}

const addPlan = (move: Command, cli: Cli): void => {
  const plan = move
    .command('plan [files...]')
    .description('judge every record and write nothing but the plan; a second plan of a source is a delta')
    .requiredOption('--source <name>', 'where the records come from, such as auth0-prod')
    .addOption(
      new Option('--missing <what>', 'becomes of users whom the source has no more').choices(missingRules),
    )
    .addOption(
      new Option('--missing-at-most <percent>', 'of the users of the source; 5 if absent').argParser((text) =>
        numberIn(text, 0, 100),
      ),
    )
    .addOption(
      new Option(
        '--match <fields>',
        `join rows to users who are here already, by ${matchFields.join(', ')}; addresses must be verified on both sides`,
      ).argParser(readMatch),
    )
    .addOption(
      new Option(
        '--rule <field=rule>',
        `whose value a field has: ${fieldRules.join(', ')}; may be repeated`,
      ).argParser(readRule),
    )
    .option('--bring-back', 'let users come back who were deleted here since')
    .option('--events', 'tell services of each user, and not only of the end')
    .addOption(
      new Option('--chunk-rows <number>', 'that are written in one transaction').argParser((text) =>
        numberIn(text, 1, 10_000),
      ),
    )
    .option(...asJson)
  addBatchOptions(addFileOptions(addSourceOptions(plan))).action(
    (files: readonly string[], flags: PlanFlags) => {
      if (files.length === 0 && flags.query === undefined)
        plan.error('error: name the files of the export, or a query')
      return cli.withConfig((config) => planMove(files, flags, config, cli.terminal))
    },
  )
}

const addRun = (move: Command, cli: Cli): void => {
  move
    .command('run <move> [files...]')
    .description('write what was planned; after a kill, the same command goes on')
    .option(...sure)
    .option('--database <url>', 'of the query with which the move was planned')
    .addOption(
      new Option('--stop-after-refused <number>', 'rows, since the mapping may be wrong').argParser((text) =>
        numberIn(text, 1, Number.MAX_SAFE_INTEGER),
      ),
    )
    .option(...asJson)
    .action((id: string, files: readonly string[], flags: RunFlags) =>
      cli.withConfig((config) => runMove(id, files, flags, config, cli.terminal)),
    )
}

const numberIn = (text: string, least: number, most: number): number => {
  const read = /^\d{1,16}(?:\.\d+)?$/u.test(text) ? Number(text) : Number.NaN
  if (!(read >= least && read <= most)) return refuse(`Give a number from ${least} to ${most}.`)
  return read
}

const readMatch = (text: string): readonly MatchField[] =>
  text.split(',').map((name) => {
    const field = matchFields.find((each) => each === name.trim())
    return field ?? refuse(`Name some of ${matchFields.join(', ')}.`)
  })

const readRule = (
  text: string,
  before: Readonly<Record<string, FieldRule>> = {},
): Readonly<Record<string, FieldRule>> => {
  const [, field, name] = /^([^=]+)=(\w+)$/u.exec(text) ?? []
  const rule = fieldRules.find((each) => each === name)
  if (field === undefined || rule === undefined)
    return refuse(`Write it as field=rule; a rule is one of ${fieldRules.join(', ')}.`)
  return { ...before, [field]: rule }
}

const refuse = (why: string): never => {
  throw new InvalidArgumentError(why)
}
