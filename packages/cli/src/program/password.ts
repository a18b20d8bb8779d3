import type { Command } from 'commander'
import {
  reportPasswords,
  requirePasswordChange,
  resendActivation,
  resetPassword,
  unlockUser,
} from '../commands/password.ts'
import type { TenantFlag } from '../commands/with-keepsake.ts'
import type { Cli } from './cli.ts'
import { tenantOption } from './tenant-option.ts'

/** Adds the commands that manage passwords. */
export const addPasswords = (program: Command, cli: Cli): void => {
  const passwords = program.command('password').description('report and reset the passwords of users')

  passwords
    .command('report')
    .description('count users by the strength, format and cost of their hashes, a line of JSON each')
    .addOption(tenantOption())
    .action((of: TenantFlag) => cli.withConfig((config) => reportPasswords(of, config, cli.terminal)))

  passwords
    .command('reset <login>')
    .description('generate a new password, and send it to the user in a notice')
    .addOption(tenantOption())
    .action((login: string, of: TenantFlag) =>
      cli.withConfig((config) => resetPassword(login, of, config, cli.terminal)),
    )

  passwords
    .command('require-change <login>')
    .description('demand a new password at the next sign-in')
    .addOption(tenantOption())
    .action((login: string, of: TenantFlag) =>
      cli.withConfig((config) => requirePasswordChange(login, of, config, cli.terminal)),
    )

  passwords
    .command('resend-activation <login>')
    .description('send another activation link to a user who has no password yet')
    .addOption(tenantOption())
    .action((login: string, of: TenantFlag) =>
      cli.withConfig((config) => resendActivation(login, of, config, cli.terminal)),
    )

  program
    .command('unlock <login>')
    .description('let a user try again after too many wrong codes')
    .addOption(tenantOption())
    .action((login: string, of: TenantFlag) =>
      cli.withConfig((config) => unlockUser(login, of, config, cli.terminal)),
    )
}
