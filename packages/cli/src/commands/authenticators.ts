import { writeKeyUri } from '@keepsake/domain/rules'
import { openQrCodes } from '../composition/adapters-from-config.ts'
import type { Config } from '../composition/config.ts'
import { exitCodes, reportDamaged, reportFailure } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { withUsers, type TenantFlag } from './with-keepsake.ts'

/** Prints the report on authenticators as one line of JSON. */
export const reportAuthenticators = (of: TenantFlag, config: Config, terminal: Terminal): Promise<number> =>
  withUsers(of, config, terminal, async (keepsake) => {
    const report = await keepsake.authenticators.report()
    if (report.isErr()) return reportFailure(report.error, terminal)
    terminal.out(JSON.stringify(report.value))
    return reportDamaged(report.value.damaged ?? [], terminal)
  })

/**
 * Shows the QR code of a user's first authenticator, for an app that has lost it. Anyone who sees it can make every code.
 */
export const showQr = (login: string, of: TenantFlag, config: Config, terminal: Terminal): Promise<number> =>
  withUsers(of, config, terminal, async (keepsake) => {
    const found = await keepsake.users.find({ login })
    if (found.isErr()) return reportFailure(found.error, terminal)
    const secret = await keepsake.authenticators.reveal({ userId: found.value?.user.id ?? '' })
    if (secret.isErr()) return reportFailure(secret.error, terminal)
    if (secret.value === undefined) {
      terminal.error('This login leads to no user with an authenticator.')
      return exitCodes.refused
    }
    const uri = writeKeyUri(secret.value, { issuer: config.pool.pool, account: login })
    const { text } = await openQrCodes()
    terminal.out(text(uri).reveal())
    return exitCodes.done
  })
