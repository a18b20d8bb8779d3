import type { Command } from 'commander'
import { explainHashes, verifyHashes } from '../commands/hash.ts'
import type { Cli } from './cli.ts'

/** Adds the commands that check hashes before an import. */
export const addHashes = (program: Command, cli: Cli): void => {
  const hashes = program.command('hash').description('look at password hashes before they are moved')

  hashes
    .command('explain')
    .description('read {"encoded"} lines and answer what each hash may be, and what would have to be given')
    .action(() => cli.run(() => explainHashes(cli.terminal)))

  hashes
    .command('verify')
    .description(
      'read {"encoded","password","format"?,"prehash"?,"encoding"?,"salt"?,"parameters"?,"username"?} lines and answer a verdict each',
    )
    .action(() => cli.run(() => verifyHashes(cli.terminal)))
}
