import type { Command } from 'commander'
import { importUsersFiles, type UserImportFlags } from '../commands/import-users.ts'
import { list, type ListFlags } from '../commands/list.ts'
import { show } from '../commands/show.ts'
import { signIn } from '../commands/sign-in.ts'
import type { TenantFlag } from '../commands/with-keepsake.ts'
import { addSourceOptions } from '../sources/source-flags.ts'
import type { Cli } from './cli.ts'
import { addBatchOptions } from './batch-options.ts'
import { addFileOptions } from './file-options.ts'
import { modeOption } from './mode-option.ts'
import { tenantOption } from './tenant-option.ts'

/** Adds the commands that import, show and sign in users. */
export const addUsers = (program: Command, cli: Cli): void => {
  addImport(program, cli)

  program
    .command('show <login>')
    .description('print the user whom an email, phone number or username leads to')
    .addOption(tenantOption())
    .action((login: string, of: TenantFlag) =>
      cli.withConfig((config) => show(login, of, config, cli.terminal)),
    )

  program
    .command('list')
    .description('print users, the oldest first, a line of JSON each')
    .option('--search <text>', 'the beginning of an identifier, or of a word of a name')
    .option('--status <status...>', 'Activated, Suspended, ...')
    .option('--department <id>')
    .addOption(tenantOption())
    .option('--count', 'print how many there are', false)
    .action((flags: ListFlags) => cli.withConfig((config) => list(flags, config, cli.terminal)))

  program
    .command('sign-in')
    .description('read {"login","password","code"?,"recoveryCode"?} lines and answer a verdict each')
    .action(() => cli.withConfig((config) => signIn(config, cli.terminal)))
}

const addImport = (program: Command, cli: Cli): void => {
  const users = program
    .command('import')
    .description('bring users in from a file')
    .command('users [files...]')
    .description(
      'rows of create-users-batch, as JSON, NDJSON, CSV or XLSX, or the export of another system; also under gzip or zstd; - is standard input',
    )
    .addOption(modeOption())
    .option('--report <file>', 'write what became of every row, a line of JSON each')
    .option(
      '--canaries <file>',
      '{"login","password"} lines of known users, who must all be right before anything is written',
    )
    .addOption(tenantOption())
  addBatchOptions(addFileOptions(addSourceOptions(users))).action(
    (files: readonly string[], flags: UserImportFlags) =>
      cli.withConfig((config) => importUsersFiles(files, flags, config, cli.terminal)),
  )
}
