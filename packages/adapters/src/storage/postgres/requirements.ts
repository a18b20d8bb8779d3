import { sql } from 'kysely'
import type { Dialect } from '../sql/dialect.ts'
import { written, type SqlView } from '../sql/view.ts'

/** What must be true of a setting, and why. */
type Requirement = {
  readonly name: string
  readonly isMet: (value: string) => boolean
  readonly because: string
}

const isNot =
  (wrong: string) =>
  (value: string): boolean =>
    value !== wrong

const requirements: readonly Requirement[] = [
  {
    name: 'server_version_num',
    isMet: (value) => Number(value) >= 14_0000,
    because: 'PostgreSQL 14 is the oldest that is tested',
  },
  {
    name: 'server_encoding',
    isMet: (value) => value === 'UTF8',
    because: 'names are written in every script',
  },
  {
    // The driver reads and writes UTF-8, whatever encoding a role or a pool tells the server.
    name: 'client_encoding',
    isMet: (value) => value === 'UTF8',
    because: 'names are written in every script',
  },
  { name: 'fsync', isMet: isNot('off'), because: 'a crash of the machine may destroy the database' },
  { name: 'full_page_writes', isMet: isNot('off'), because: 'a crash of the machine may tear pages' },
  {
    name: 'synchronous_commit',
    isMet: isNot('off'),
    because: 'a crash may lose what was answered as written',
  },
  { name: 'default_transaction_read_only', isMet: isNot('on'), because: 'nothing could be written' },
  { name: 'bytea_output', isMet: isNot('escape'), because: 'keys are read back in hexadecimal' },
]

/** Throws, with the reason, if the server cannot keep the promises of a storage. */
export const requireServer = async (view: SqlView, { db }: Dialect): Promise<void> => {
  const shown = sql<{ readonly name: string; readonly value: string }>`
    select name, current_setting(name) as value from unnest(${requirements.map(({ name }) => name)}::text[]) as name`
  const { rows } = await view.run(written(shown, db))
  for (const { name, isMet, because } of requirements) {
    const value = rows.find((row) => row.name === name)?.value ?? ''
    if (!isMet(value)) throw new Error(`PostgreSQL: ${name} must not be ${value}: ${because}`)
  }
}
