import type { Keepsake, MoveStatus } from '@keepsake/app'
import type { Failure } from '@keepsake/domain'
import type { Config } from '../../composition/config.ts'
import { reportFailure } from '../../terminal/report.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { withKeepsake } from '../with-keepsake.ts'
import { moveCodes } from './exit-codes.ts'

/** Finds a move for the work, and says so if there is none. */
export const withMove = (
  move: string,
  config: Config,
  terminal: Terminal,
  work: (status: MoveStatus, keepsake: Keepsake) => Promise<number>,
): Promise<number> =>
  withKeepsake(config, terminal, async (keepsake) => {
    const status = await keepsake.moves.status({ move })
    return status.isErr() ? failed(status.error, terminal) : work(status.value, keepsake)
  })

/** Says why a verb of a move failed, and answers its exit code. */
export const failed = (failure: Failure, terminal: Terminal): number => {
  reportFailure(failure, terminal)
  return moveCodes.failed
}
