import type { CreateUsersOptions, NewUser } from '@keepsake/domain'
import type { Config } from '../composition/config.ts'
import { hasLogin, type KnownPassword } from '../import/canaries.ts'
import { pickFileFlags } from '../import/file-flags.ts'
import { importUsers } from '../import/import-users.ts'
import { showFault } from '../import/show-fault.ts'
import { sourceRows } from '../import/source-rows.ts'
import { surveyRows } from '../import/survey.ts'
import { openMissingConfig, type MissingConfig } from '../sources/missing-config.ts'
import { knownToPool } from '../sources/known-to-pool.ts'
import { openSource } from '../sources/open-source.ts'
import type { Source } from '../sources/source.ts'
import { pickSourceFlags, type SourceFlags } from '../sources/source-flags.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { writeFile, type ImportFlags } from './import-file.ts'

/** The flags of an import of users from the files of one source. */
export type SourceImportFlags = ImportFlags &
  SourceFlags & {
    /** Options of the batch. They go over those of the source. */
    readonly options: CreateUsersOptions
    readonly known: readonly KnownPassword[]
  }

/** Imports the users of a source. All its files are gone through before anything is written. */
export const importSource = async (
  files: readonly string[],
  flags: SourceImportFlags,
  config: Config,
  terminal: Terminal,
): Promise<number> => {
  const { options } = flags
  const opened = await openSource(
    {
      files,
      options,
      flags: pickFileFlags(flags),
      ...pickSourceFlags(flags),
      pool: knownToPool(config),
      bounds: config.files,
      now: Date.now(),
    },
    terminal,
  )
  if (opened.isErr()) return showFault(opened.error.file, opened.error.fault, terminal)
  try {
    return await importOpened(opened.value, flags, config, terminal)
  } finally {
    await opened.value.close()
  }
}

/** The source, of which what is missing is noted while it is read. */
const noting = (source: Source, missing: MissingConfig): Source => ({
  ...source,
  rows: async function* (from) {
    for await (const row of source.rows(from)) {
      if (row.isOk()) missing.add(row.value.lost)
      yield row
    }
  },
})

const importOpened = async (
  source: Source,
  { options, known, ...flags }: SourceImportFlags,
  config: Config,
  terminal: Terminal,
): Promise<number> => {
  const [file = ''] = source.files
  const isWanted = (user: NewUser): boolean => known.some(({ login }) => hasLogin(user, login))
  const missing = openMissingConfig()
  const survey = await surveyRows(sourceRows(noting(source, missing)), isWanted)
  if (survey.isErr()) return showFault(survey.error.file ?? file, survey.error.fault, terminal)
  for (const line of missing.lines()) terminal.error(line)
  const ofBatch = { ...source.options, ...options }
  return writeFile<NewUser>(
    file,
    flags,
    config,
    terminal,
    { unit: 'users', counts: ['created'] },
    {
      run: (surveyed, keepsake, how) => importUsers(surveyed, keepsake, { ...how, options: ofBatch, known }),
    },
    { rows: () => sourceRows(source), survey: survey.value },
  )
}
