import type { Failure } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Account, TenantKeepsake } from '@keepsake/app'
import type { Config } from '../composition/config.ts'
import { exitCodes, reportFailure } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { withUsers, type TenantFlag } from './with-keepsake.ts'

/** Prints how many users have hashes of each strength, format and cost, one line of JSON each, the most urgent first. */
export const reportPasswords = (of: TenantFlag, config: Config, terminal: Terminal): Promise<number> =>
  withUsers(of, config, terminal, async (keepsake) => {
    const report = await keepsake.passwords.report()
    if (report.isErr()) return reportFailure(report.error, terminal)
    for (const hashes of report.value.hashes) terminal.out(JSON.stringify(hashes))
    return exitCodes.done
  })

/** Generates a new password for the user of a login, and sends it in a notice. */
export const resetPassword = (
  login: string,
  of: TenantFlag,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withUser(login, of, config, terminal, 'has a new password, which waits in the outbox', (keepsake, userId) =>
    keepsake.passwords.reset({ userId, by: 'generated' }),
  )

/** Sends another activation link to the user of a login who has no password yet. */
export const resendActivation = (
  login: string,
  of: TenantFlag,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withUser(
    login,
    of,
    config,
    terminal,
    'is sent another link, which waits in the outbox',
    (keepsake, userId) => keepsake.activations.resend({ userId }),
  )

/** Demands a new password at the next sign-in of the user of a login. */
export const requirePasswordChange = (
  login: string,
  of: TenantFlag,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withUser(login, of, config, terminal, 'must change the password at the next sign-in', (keepsake, userId) =>
    keepsake.passwords.requireChange({ userId }),
  )

/** Lets the user of a login try again after too many wrong codes. */
export const unlockUser = (
  login: string,
  of: TenantFlag,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withUser(login, of, config, terminal, 'may try again', (keepsake, userId) =>
    keepsake.users.unlock({ userId }),
  )

const withUser = (
  login: string,
  of: TenantFlag,
  config: Config,
  terminal: Terminal,
  outcome: string,
  run: (keepsake: TenantKeepsake, userId: string) => ResultAsync<Account, Failure>,
): Promise<number> =>
  withUsers(of, config, terminal, async (keepsake) => {
    const found = await keepsake.users.find({ login })
    if (found.isErr()) return reportFailure(found.error, terminal)
    if (found.value === undefined) {
      terminal.error('This login leads to no user.')
      return exitCodes.refused
    }
    const { id } = found.value.user
    const done = await run(keepsake, id)
    if (done.isErr()) return reportFailure(done.error, terminal)
    terminal.out(JSON.stringify({ userId: id, outcome }))
    return exitCodes.done
  })
