import type { UsernamesReport } from '@keepsake/app'
import type { Config } from '../composition/config.ts'
import { exitCodes, reportFailure } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { withKeepsake } from './with-keepsake.ts'

/** Lists the users whose usernames would be equal if case were ignored, one line of JSON for each collision. */
export const checkUsernames = (config: Config, terminal: Terminal): Promise<number> =>
  withKeepsake(config, terminal, async (keepsake) => {
    const report = await keepsake.usernames.check()
    return report.isOk() ? showReport(report.value, terminal) : reportFailure(report.error, terminal)
  })

/** Starts to compare usernames as the configuration says. If usernames collide, it changes nothing and lists the users. */
export const switchUsernames = (config: Config, terminal: Terminal): Promise<number> =>
  withKeepsake(config, terminal, async (keepsake) => {
    const switched = await keepsake.usernames.switch()
    if (switched.isErr()) return reportFailure(switched.error, terminal)
    if (switched.value.verdict === 'collisions') return showReport(switched.value, terminal)
    terminal.out(JSON.stringify({ changed: switched.value.changed }))
    return exitCodes.done
  })

const showReport = ({ users, collisions }: UsernamesReport, terminal: Terminal): number => {
  for (const collision of collisions) terminal.out(JSON.stringify({ collision }))
  terminal.out(JSON.stringify({ users, collisions: collisions.length }))
  return collisions.length === 0 ? exitCodes.done : exitCodes.refused
}
