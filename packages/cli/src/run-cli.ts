import { Command, CommanderError } from 'commander'
import { readConfig } from './composition/config.ts'
import type { Environment } from './composition/config-values.ts'
import type { Cli } from './program/cli.ts'
import { addEvents } from './program/events.ts'
import { addHashes } from './program/hash.ts'
import { addMoves } from './program/move.ts'
import { addNotices } from './program/notices.ts'
import { addAuthenticators } from './program/authenticators.ts'
import { addPasswords } from './program/password.ts'
import { addSecrets } from './program/secrets.ts'
import { addSetUp } from './program/setup.ts'
import { addUsernames } from './program/usernames.ts'
import { addUsers } from './program/users.ts'
import { moveCodes } from './commands/move/exit-codes.ts'
import { exitCodes, reportFailure } from './terminal/report.ts'
import { openTerminal, type CliStreams, type Surroundings } from './terminal/terminal.ts'

/** The surroundings of a command: the environment variables, the current folder, and the way to stop it. */
export type CliEnvironment = Surroundings & { readonly env: Environment }

/**
 * Runs one command and answers its exit code. `argv` is what follows the program's name. It only uses what it is given, and
 * nothing else of the process, so several commands can run at the same time.
 */
export const runCli = async (
  argv: readonly string[],
  streams: CliStreams,
  environment: CliEnvironment,
): Promise<number> => {
  const terminal = openTerminal(streams, environment)
  const program = makeProgram(streams)
  let exitCode: number = exitCodes.done
  const run: Cli['run'] = async (work) => {
    exitCode = await work()
  }
  const configFile = (): string => program.opts<{ config: string }>().config
  const withConfig: Cli['withConfig'] = (work) =>
    run(async () => {
      const config = await readConfig(configFile(), environment.env, environment.cwd)
      return config.isOk() ? work(config.value) : reportFailure(config.error, terminal)
    })
  for (const add of [
    addSetUp,
    addUsers,
    addUsernames,
    addPasswords,
    addAuthenticators,
    addSecrets,
    addNotices,
    addEvents,
    addHashes,
    addMoves,
  ])
    add(program, { terminal, environment: environment.env, configFile, run, withConfig })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    // Either help was asked for, or the arguments are wrong. Commander has already printed it.
    if (error instanceof CommanderError) return usageCode(error, argv)
    throw error
  }
}

/** For `move`, 1 says that rows are refused. So what is written wrongly has a code of its own there. */
const usageCode = ({ exitCode }: CommanderError, argv: readonly string[]): number =>
  exitCode !== 0 && commandIn(argv) === 'move' ? moveCodes.usage : exitCode

/** The first word that is neither a flag of the program nor its value. */
const commandIn = (argv: readonly string[]): string | undefined =>
  argv.find((word, index) => !word.startsWith('-') && !['-c', '--config'].includes(argv[index - 1] ?? ''))

/**
 * The program without its commands. The commands inherit its output streams, and the rule that it never ends the process.
 */
const makeProgram = ({ stdout, stderr }: CliStreams): Command =>
  new Command('keepsake')
    .description('Brings users in with the passwords and one-time passwords they have, and signs them in.')
    .option('-c, --config <file>', 'configuration; the environment goes over it', 'keepsake.config.json')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? defaultHelpWidth,
      getErrHelpWidth: () => stderr.columns ?? defaultHelpWidth,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })

const defaultHelpWidth = 80
