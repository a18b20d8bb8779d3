import type { UnopenedItem } from '@keepsake/app'
import type { Config } from '../composition/config.ts'
import { exitCodes, reportDamaged, reportFailure } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { withKeepsake } from './with-keepsake.ts'

/** Prints how many values are sealed (encrypted) under each key, as one line of JSON. */
export const reportSecrets = (config: Config, terminal: Terminal): Promise<number> =>
  withKeepsake(config, terminal, async (keepsake) => {
    const report = await keepsake.secrets.report()
    if (report.isErr()) return reportFailure(report.error, terminal)
    const { sealed, unopened = 0, damaged = [] } = report.value
    terminal.out(JSON.stringify(report.value))
    for (const { field, key, unopened: count = 0 } of sealed)
      if (count > 0) terminal.error(`${count} of ${field} under the key ${key} do not open`)
    const code = reportDamaged(damaged, terminal)
    return unopened === 0 ? code : exitCodes.unopened
  })

/**
 * Seals every value again that is not under the current key, and names values that cannot be decrypted. You can stop and
 * restart it at any time.
 */
export const rotateSecrets = (config: Config, terminal: Terminal): Promise<number> =>
  withKeepsake(config, terminal, async (keepsake) => {
    const rotation = await keepsake.secrets.rotate()
    if (rotation.isErr()) return reportFailure(rotation.error, terminal)
    const { unopened = [], damaged = [] } = rotation.value
    terminal.out(JSON.stringify(rotation.value))
    showUnopened(unopened, terminal)
    const code = reportDamaged(damaged, terminal)
    return unopened.length === 0 ? code : exitCodes.unopened
  })

/** The number of lines on the error stream. The answer itself lists all. */
const shown = 20

const showUnopened = (unopened: readonly UnopenedItem[], terminal: Terminal): void => {
  for (const { field, id, userId, key } of unopened.slice(0, shown))
    terminal.error(
      `${field} ${id}${userId === undefined ? '' : ` of user ${userId}`} does not open, and stays under the key ${key}`,
    )
  if (unopened.length > shown) terminal.error(`... and ${unopened.length - shown} more`)
}
