import type { Keepsake, TenantKeepsake } from '@keepsake/app'
import type { Config } from '../composition/config.ts'
import { containerOf } from '../composition/container.ts'
import { tokens } from '../composition/tokens.ts'
import { reportFailure } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** Opens what the configuration names, runs the work with the API, and then closes everything. */
export const withKeepsake = async (
  config: Config,
  terminal: Terminal,
  work: (keepsake: Keepsake) => Promise<number>,
): Promise<number> => {
  const opened = await containerOf(config, {
    onDamaged: (failure) => void reportFailure(failure, terminal),
  })
  if (opened.isErr()) return reportFailure(opened.error, terminal)
  try {
    return await work(opened.value.get(tokens.keepsake))
  } finally {
    await opened.value.get(tokens.noticeSender).close?.()
    await opened.value.get(tokens.storage).close()
  }
}

/** Which users a command is about: those of a tenant, or those of the whole pool. */
export type TenantFlag = { readonly tenant?: string }

/** The same for a command that manages users. */
export const withUsers = (
  { tenant }: TenantFlag,
  config: Config,
  terminal: Terminal,
  work: (keepsake: TenantKeepsake) => Promise<number>,
): Promise<number> =>
  withKeepsake(config, terminal, (keepsake) =>
    work(tenant === undefined ? keepsake : keepsake.inTenant({ tenantId: tenant })),
  )
