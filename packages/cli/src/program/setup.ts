import { Option, type Command } from 'commander'
import { clientAddressSources } from '../composition/client-address.ts'
import { rsaPaddings } from '../composition/rsa-padding.ts'
import { backUp, compact } from '../commands/backup.ts'
import { init, type InitFlags } from '../commands/init.ts'
import { migrate } from '../commands/migrate.ts'
import { serve } from '../commands/serve.ts'
import type { Cli } from './cli.ts'

/** Adds the commands that set up and serve a pool. */
export const addSetUp = (program: Command, cli: Cli): void => {
  program
    .command('demo')
    .description('import a hundred users into a new database, and sign three of them in')
    .action(() =>
      // Its users and its client's encryption are loaded by no other command.
      cli.run(async () => (await import('../commands/demo.ts')).demo(cli.environment, cli.terminal)),
    )

  program
    .command('init')
    .description('write a configuration with fresh keys')
    .option('--database-url <url>', 'the database', 'sqlite:./keepsake.db')
    .addOption(
      new Option(
        '--client-address <source>',
        'where the addresses of callers are read from; a terminal asks for it',
      ).choices(clientAddressSources),
    )
    .addOption(
      new Option(
        '--rsa-padding <padding>',
        'the RSA padding that clients use; a terminal asks for it',
      ).choices(rsaPaddings),
    )
    .option(
      '--phone-country-code <code>',
      'the country code of phone numbers without one, such as +86; a terminal asks for it',
    )
    .action((flags: InitFlags) => cli.run(() => init(cli.configFile(), flags, cli.terminal)))

  program
    .command('migrate')
    .description('create the tables of the database, or migrate them to this release')
    .action(() => cli.withConfig((config) => migrate(config, cli.terminal)))

  program
    .command('backup <file>')
    .description('copy an SQLite database to a new file; it may be in use')
    .action((file: string) => cli.withConfig((config) => backUp(file, config, cli.terminal)))

  program
    .command('compact')
    .description('rewrite an SQLite database, so that nothing of deleted data is left in the file')
    .action(() => cli.withConfig((config) => compact(config, cli.terminal)))

  program
    .command('serve')
    .description('serve the HTTP facade')
    .action(() => cli.withConfig((config) => serve(config, cli.terminal)))
}
