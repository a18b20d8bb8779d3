import { toUserDto } from '@keepsake/http/wire'
import type { Config } from '../composition/config.ts'
import { exitCodes, reportFailure } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { withUsers, type TenantFlag } from './with-keepsake.ts'

/** Prints the user of a login, in the form of the wire. */
export const show = (login: string, of: TenantFlag, config: Config, terminal: Terminal): Promise<number> =>
  withUsers(of, config, terminal, async (keepsake) => {
    const found = await keepsake.users.find({ login })
    if (found.isErr()) return reportFailure(found.error, terminal)
    if (found.value === undefined) {
      terminal.error('This login leads to no user.')
      return exitCodes.refused
    }
    terminal.out(JSON.stringify(toUserDto(found.value), undefined, 2))
    return exitCodes.done
  })
