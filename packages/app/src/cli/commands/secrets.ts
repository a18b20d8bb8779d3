import type { Config } from '../../composition/config.ts'
import { reportDamaged, reportFailure } from '../report.ts'
import type { Terminal } from '../terminal.ts'
import { withIdentity } from '../with-identity.ts'

/** Prints how much rests sealed under which key, as a line of JSON. */
export const reportSecrets = (config: Config, terminal: Terminal): Promise<number> =>
  withIdentity(config, terminal, async (identity) => {
    const report = await identity.reportSealing()
    if (report.isErr()) return reportFailure(report.error, terminal)
    terminal.out(JSON.stringify(report.value))
    return reportDamaged(report.value.damaged ?? [], terminal)
  })

/** Seals whatever rests anew that is not under the current key. It may be stopped and started again at any time. */
export const rotateSecrets = (config: Config, terminal: Terminal): Promise<number> =>
  withIdentity(config, terminal, async (identity) => {
    const rotation = await identity.rotateSealing()
    if (rotation.isErr()) return reportFailure(rotation.error, terminal)
    terminal.out(JSON.stringify(rotation.value))
    return reportDamaged(rotation.value.damaged ?? [], terminal)
  })
