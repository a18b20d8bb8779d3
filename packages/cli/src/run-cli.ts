import { Command, CommanderError } from 'commander'
import { loadConfig } from './composition/config.ts'
import type { Environment } from './composition/config-values.ts'
import type { Cli } from './program/cli.ts'
import { addEvents } from './program/events.ts'
import { addHashes } from './program/hashes.ts'
import { addNotices } from './program/notices.ts'
import { addOtps } from './program/otps.ts'
import { addPasswords } from './program/passwords.ts'
import { addSecrets } from './program/secrets.ts'
import { addSetUp } from './program/setup.ts'
import { addUsernames } from './program/usernames.ts'
import { addUsers } from './program/users.ts'
import { exitCodes, reportFailure } from './report.ts'
import { openTerminal, type CliStreams, type Surroundings } from './terminal.ts'

/** What a command finds around it: the variables of the environment, the present folder, and how it is asked to stop. */
export type CliEnvironment = Surroundings & { readonly env: Environment }

/**
 * Runs one command, `argv` being what stands after the program's name, and answers its exit code. It touches nothing of
 * the process but what it is given, so that several may run beside each other.
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
      const config = await loadConfig(configFile(), environment.env, environment.cwd)
      return config.isOk() ? work(config.value) : reportFailure(config.error, terminal)
    })
  for (const add of [
    addSetUp,
    addUsers,
    addUsernames,
    addPasswords,
    addOtps,
    addSecrets,
    addNotices,
    addEvents,
    addHashes,
  ])
    add(program, { terminal, configFile, run, withConfig })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    // Help that was asked for, or arguments that make no sense; Commander has said which.
    if (error instanceof CommanderError) return error.exitCode
    throw error
  }
}

/** The program without its commands. They inherit where it writes, and that it never ends the process. */
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
