import type { Command } from 'commander'
import { reportSecrets, rotateSecrets } from '../commands/secrets.ts'
import type { Cli } from './cli.ts'

/** Adds the commands that show which stored values are sealed (encrypted), and seal them under another key. */
export const addSecrets = (program: Command, cli: Cli): void => {
  const secrets = program.command('secrets').description('look at what rests sealed, and change its key')

  secrets
    .command('report')
    .description('count whatever rests sealed, by what it is and by its key, as a line of JSON')
    .action(() => cli.withConfig((config) => reportSecrets(config, cli.terminal)))

  secrets
    .command('rotate')
    .description('seal whatever rests under the current key; it may be stopped and started again')
    .action(() => cli.withConfig((config) => rotateSecrets(config, cli.terminal)))
}
