import type { UserSearch } from '@keepsake/domain'
import { toUserDto } from '@keepsake/http/wire'
import type { Config } from '../composition/config.ts'
import { exitCodes, reportDamaged, reportFailure } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { withKeepsake } from './with-keepsake.ts'

/** The options of `keepsake list`. */
export type ListFlags = {
  readonly search?: string
  readonly status?: readonly string[]
  readonly department?: string
  readonly tenant?: string
  readonly count: boolean
}

/** How many users are read and printed at a time, so that a large pool needs no more memory than a small one. */
const pageSize = 500

/**
 * Prints every user that matches the flags, the oldest first, one line of JSON each; or only how many there are. Users that
 * cannot be read are named separately, and the list is then incomplete.
 */
export const list = (flags: ListFlags, config: Config, terminal: Terminal): Promise<number> =>
  withKeepsake(config, terminal, async (keepsake) => {
    const search = toSearch(flags)
    if (flags.count) {
      const counted = await keepsake.users.count(search)
      if (counted.isErr()) return reportFailure(counted.error, terminal)
      terminal.out(String(counted.value))
      return exitCodes.done
    }
    let cursor: string | undefined
    const damaged: string[] = []
    do {
      const page = await keepsake.users.list({
        ...search,
        order: 'oldest-first',
        limit: pageSize,
        ...(cursor === undefined ? {} : { cursor }),
      })
      if (page.isErr()) return reportFailure(page.error, terminal)
      for (const account of page.value.accounts) terminal.out(JSON.stringify(toUserDto(account)))
      damaged.push(...(page.value.damaged ?? []))
      cursor = page.value.next
    } while (cursor !== undefined)
    return reportDamaged(damaged, terminal)
  })

const toSearch = ({ search, status, department, tenant }: ListFlags): UserSearch => ({
  ...(search === undefined ? {} : { search }),
  ...(status === undefined ? {} : { statuses: status }),
  ...(department === undefined ? {} : { departmentId: department }),
  ...(tenant === undefined ? {} : { tenantId: tenant }),
})
