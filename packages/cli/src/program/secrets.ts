import type { Command } from 'commander'
import { reportSecrets, rotateSecrets } from '../commands/secrets.ts'
import type { Cli } from './cli.ts'

/** Adds the commands that show which stored values are sealed (encrypted), and seal them under another key. */
export const addSecrets = (program: Command, cli: Cli): void => {
  const secrets = program
    .command('secrets')
    .description('report what is encrypted in the database, and change the key')

  secrets
    .command('report')
    .description('count the encrypted values by kind and by key, as a line of JSON')
    .action(() => cli.withConfig((config) => reportSecrets(config, cli.terminal)))

  secrets
    .command('rotate')
    .description('encrypt all values again under the current key; you may stop it and start it again')
    .action(() => cli.withConfig((config) => rotateSecrets(config, cli.terminal)))
}
