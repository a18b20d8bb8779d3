import type { Command } from 'commander'
import { checkUsernames, switchUsernames } from '../commands/usernames.ts'
import type { Cli } from './cli.ts'

/** Adds the commands that decide whether usernames are case-sensitive, in a pool that already has users. */
export const addUsernames = (program: Command, cli: Cli): void => {
  const usernames = program.command('usernames').description('see to whether the case of usernames counts')

  usernames
    .command('check')
    .description('list users who would collide if case did not count, a line of JSON each')
    .action(() => cli.withConfig((config) => checkUsernames(config, cli.terminal)))

  usernames
    .command('switch')
    .description(
      'compare usernames as the configuration says from now on; nothing is changed while users collide',
    )
    .action(() => cli.withConfig((config) => switchUsernames(config, cli.terminal)))
}
