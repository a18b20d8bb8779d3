import type { Config } from '../../composition/config.ts'
import { withKeepsake } from '../with-keepsake.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { confirm } from './confirm.ts'
import { moveCodes } from './exit-codes.ts'
import { figure } from './print-plan.ts'
import { failed, withMove } from './with-move.ts'

/** Flags of a verb that changes users or the ledger. */
export type SureFlags = { readonly yes?: boolean; readonly json?: boolean }

/** How many users in use are named on the terminal. */
const shown = 20

/** Takes back what a move has written. */
export const undoMove = (
  move: string,
  { yes, json }: SureFlags,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withMove(move, config, terminal, async ({ written, source, state }, keepsake) => {
    if (yes !== true) {
      const isWanted = await confirm(terminal, () =>
        terminal.out(
          `${move}  ${source}  ${state}: it created ${figure(written.new)} users and changed ${figure(written.changed)}. Those who have signed in or were changed since stay.`,
        ),
      )
      if (!isWanted) {
        terminal.out(`Nothing was undone. To undo it:  keepsake move undo ${move} --yes`)
        return moveCodes.failed
      }
    }
    const total = written.new + written.changed
    const undone = await keepsake.moves.undo({
      move,
      signal: terminal.stopSignal(),
      onProgress: (rows) => terminal.progress(Math.min(rows, total), total, 'users'),
    })
    if (undone.isErr()) return failed(undone.error, terminal)
    const report = undone.value
    if (json === true) terminal.out(JSON.stringify(report))
    else {
      terminal.out(`${move}  ${source}  ${report.state}`)
      terminal.out(
        `  removed ${figure(report.removed)}, given back ${figure(report.restored)}, brought back ${figure(report.broughtBack)}, in use ${figure(report.inUse)}`,
      )
      for (const { userId, key } of report.inUseUsers.slice(0, shown))
        terminal.out(`  in use  ${userId}  ${key}`)
      if (report.inUse > shown) terminal.out(`  ... and ${figure(report.inUse - shown)} more`)
    }
    if (report.state === 'undone') return report.inUse > 0 ? moveCodes.refused : moveCodes.done
    terminal.error(`Stopped. To go on:  keepsake move undo ${move} --yes`)
    return moveCodes.failed
  })

/** Ends the moves of a source. */
export const closeSource = (
  source: string,
  { yes, json }: SureFlags,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withKeepsake(config, terminal, async (keepsake) => {
    if (yes !== true) {
      const isWanted = await confirm(terminal, () =>
        terminal.out(
          `${source}: its moves can be neither run nor undone any more, and a later move sees every row as changed. The map of ids stays.`,
        ),
      )
      if (!isWanted) {
        terminal.out(`Nothing was closed. To close it:  keepsake move close ${source} --yes`)
        return moveCodes.failed
      }
    }
    const closed = await keepsake.moves.close({ source })
    if (closed.isErr()) return failed(closed.error, terminal)
    if (json === true) terminal.out(JSON.stringify(closed.value))
    else
      terminal.out(
        `${source} is closed: ${figure(closed.value.moves)} moves, ${figure(closed.value.ids)} ids kept`,
      )
    return moveCodes.done
  })
