import type { Command } from 'commander'
import { checkUsernames, switchUsernames } from '../commands/usernames.ts'
import type { Cli } from './cli.ts'

/** Adds the commands that decide whether usernames are case-sensitive, in a pool that already has users. */
export const addUsernames = (program: Command, cli: Cli): void => {
  const usernames = program
    .command('usernames')
    .description('check and switch whether upper and lower case of usernames differ')

  usernames
    .command('check')
    .description('list users whose usernames would be the same without case, one line of JSON each')
    .action(() => cli.withConfig((config) => checkUsernames(config, cli.terminal)))

  usernames
    .command('switch')
    .description('compare usernames as the configuration says; changes nothing if usernames collide')
    .action(() => cli.withConfig((config) => switchUsernames(config, cli.terminal)))
}
