import type { Storage } from '@keepsake/domain'
import { describe, expect, inject, test } from 'vitest'
import { openMysql } from '../../../adapters/storage/open-mysql.ts'
import { openPostgres } from '../../../adapters/storage/open-postgres.ts'
import { openSubject, valueOf } from '../../../builders/keepsake.ts'
import { remembered, settings } from './change-of-key.ts'
import { bothKeys, newKeyAlone, withKeys } from './keys.ts'

const engines: readonly {
  readonly name: string
  readonly isMissing: boolean
  readonly open: () => Promise<Storage>
}[] = [
  {
    name: 'PostgreSQL',
    isMissing: inject('postgresUrl') === '',
    open: () => openPostgres(),
  },
  {
    name: 'MariaDB',
    isMissing: inject('mariadbUrl') === '',
    open: () => openMysql(),
  },
]

describe.each(engines)('on $name, a change of the sealing key leaves as it is', ({ isMissing, open }) => {
  test.skipIf(isMissing).each(remembered)('$name', { timeout: 60_000 }, async ({ needs, prepare }) => {
    const storage = await open()
    const opened = async () => ({ storage })
    const before = await openSubject(opened, { settings })
    const isLeft = await prepare(before)
    const both = await withKeys(opened, before, bothKeys, { settings })
    const { stale } = await valueOf(both.keepsake.secrets.report())
    expect(await valueOf(both.keepsake.secrets.rotate())).toMatchObject({ resealed: stale })
    await isLeft(needs === 'old' ? both : await withKeys(opened, before, newKeyAlone, { settings }))
  })
})
