import { Option, type Command } from 'commander'
import {
  importAuthenticatorFile,
  otpFileFrom,
  type AuthenticatorFlags,
} from '../commands/import-authenticators.ts'
import { reportAuthenticators, showQr } from '../commands/authenticators.ts'
import type { TenantFlag } from '../commands/with-keepsake.ts'
import type { Cli } from './cli.ts'
import { addFileOptions } from './file-options.ts'
import { modeOption } from './mode-option.ts'
import { tenantOption } from './tenant-option.ts'

/** Adds the commands that import and manage authenticators. */
export const addAuthenticators = (program: Command, cli: Cli): void => {
  const authenticators = program
    .command('otp')
    .description('import, report and show the authenticators of users')

  const imported = authenticators
    .command('import <file>')
    .description(
      'rows of import-otp, or as other systems and apps write them; the formats are those of import users',
    )
    .addOption(
      new Option('--from <system>', 'who has written the file, or its format if it has rows of import-otp')
        .choices(otpFileFrom)
        .default('keepsake'),
    )
    .addOption(modeOption())
    .addOption(
      new Option(
        '--existing <what>',
        'for a user who has another authenticator: refuse the row, replace the authenticator, or add the new one',
      )
        .choices(['refuse', 'replace', 'add'])
        .default('refuse'),
    )
    .addOption(new Option('--replace', 'the same as --existing replace').conflicts('existing').default(false))
    .option('--report <file>', 'write each refused row and why, one line of JSON each')
    .addOption(tenantOption())
  addFileOptions(imported).action(
    (file: string, { replace, existing, ...flags }: AuthenticatorFlags & { replace: boolean }) =>
      cli.withConfig((config) =>
        importAuthenticatorFile(
          file,
          { ...flags, existing: replace ? 'replace' : existing },
          config,
          cli.terminal,
        ),
      ),
  )

  authenticators
    .command('report')
    .description('count authenticators, and those with a problem, as a line of JSON')
    .addOption(tenantOption())
    .action((of: TenantFlag) => cli.withConfig((config) => reportAuthenticators(of, config, cli.terminal)))

  authenticators
    .command('show-qr <login>')
    .description('show the first authenticator of a user as a QR code; anyone who sees it can make the codes')
    .addOption(tenantOption())
    .action((login: string, of: TenantFlag) =>
      cli.withConfig((config) => showQr(login, of, config, cli.terminal)),
    )
}
