import type { Command } from 'commander'
import { explainHashes, verifyHashes } from '../commands/hash.ts'
import type { Cli } from './cli.ts'

/** Adds the commands that check hashes before an import. */
export const addHashes = (program: Command, cli: Cli): void => {
  const hashes = program.command('hash').description('check password hashes before you move users')

  hashes
    .command('explain')
    .description('read {"encoded"} lines and say what each hash may be, and what is missing')
    .action(() => cli.run(() => explainHashes(cli.terminal)))

  hashes
    .command('verify')
    .description(
      'read {"encoded","password","format"?,"prehash"?,"encoding"?,"salt"?,"parameters"?,"username"?} lines and print a verdict for each',
    )
    .action(() => cli.run(() => verifyHashes(cli.terminal)))
}
