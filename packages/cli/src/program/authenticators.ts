import { Option, type Command } from 'commander'
import { importOtpFile, type OtpFlags } from '../commands/import-file.ts'
import { reportOtps, showQr } from '../commands/authenticators.ts'
import { otpFileSources } from '../import/authenticator-file.ts'
import type { TenantFlag } from '../commands/with-keepsake.ts'
import type { Cli } from './cli.ts'
import { modeOption } from './mode-option.ts'
import { tenantOption } from './tenant-option.ts'

/** Adds the commands that import and manage authenticators. */
export const addOtps = (program: Command, cli: Cli): void => {
  const otps = program
    .command('otp')
    .description("bring the authenticators of the pool's users in, and look after them")

  otps
    .command('import <file>')
    .description('JSON as import-otp takes it, or as other systems and apps write it')
    .addOption(
      new Option('--from <system>', 'who has written the file').choices(otpFileSources).default('keepsake'),
    )
    .addOption(modeOption())
    .addOption(
      new Option(
        '--existing <what>',
        'what becomes of users who have something else already: refuse them; replace it; add these to it',
      )
        .choices(['refuse', 'replace', 'add'])
        .default('refuse'),
    )
    .addOption(new Option('--replace', 'the same as --existing replace').conflicts('existing').default(false))
    .option('--report <file>', 'write what became of every refused row, a line of JSON each')
    .addOption(tenantOption())
    .action((file: string, { replace, existing, ...flags }: OtpFlags & { replace: boolean }) =>
      cli.withConfig((config) =>
        importOtpFile(file, { ...flags, existing: replace ? 'replace' : existing }, config, cli.terminal),
      ),
    )

  otps
    .command('report')
    .description('count authenticators, and those to be looked at, as a line of JSON')
    .addOption(tenantOption())
    .action((of: TenantFlag) => cli.withConfig((config) => reportOtps(of, config, cli.terminal)))

  otps
    .command('show-qr <login>')
    .description("show a user's first authenticator as a QR code: whoever sees it can make every code")
    .addOption(tenantOption())
    .action((login: string, of: TenantFlag) =>
      cli.withConfig((config) => showQr(login, of, config, cli.terminal)),
    )
}
