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
    .description('print the user with an email, phone number or username')
    .addOption(tenantOption())
    .action((login: string, of: TenantFlag) =>
      cli.withConfig((config) => show(login, of, config, cli.terminal)),
    )

  program
    .command('list')
    .description('print users, the oldest first, one line of JSON each')
    .option('--search <text>', 'only users with an identifier or a word of a name that begins with this text')
    .option('--status <status...>', 'only users with one of these statuses: Activated, Suspended, ...')
    .option('--department <id>')
    .addOption(tenantOption())
    .option('--count', 'print only how many there are', false)
    .action((flags: ListFlags) => cli.withConfig((config) => list(flags, config, cli.terminal)))

  program
    .command('sign-in')
    .description('read {"login","password","code"?,"recoveryCode"?} lines and print a verdict for each')
    .action(() => cli.withConfig((config) => signIn(config, cli.terminal)))
}

const addImport = (program: Command, cli: Cli): void => {
  const users = program
    .command('import')
    .description('import users from a file')
    .command('users [files...]')
    .description(
      'rows of create-users-batch, as JSON, NDJSON, CSV or XLSX, or the export of another system; also under gzip or zstd; - is standard input',
    )
    .addOption(modeOption())
    .option('--report <file>', 'write the result of every row, one line of JSON each')
    .option(
      '--canaries <file>',
      '{"login","password"} lines of known users; if one password is wrong, nothing is written',
    )
    .addOption(tenantOption())
  addBatchOptions(addFileOptions(addSourceOptions(users))).action(
    (files: readonly string[], flags: UserImportFlags) =>
      cli.withConfig((config) => importUsersFiles(files, flags, config, cli.terminal)),
  )
}
