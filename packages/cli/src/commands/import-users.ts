import { isForeignSource } from '@keepsake/app/foreign'
import { readCells } from '@keepsake/app/input'
import { rejected, type CreateUsersOptions, type Failure, type NewUser } from '@keepsake/domain'
import { checkShape, newUserRow, toNewUser, usersFile } from '@keepsake/http/wire'
import type { RecordFile } from '../composition/record-adapters.ts'
import { err, ok, type Result } from 'neverthrow'
import type { Config } from '../composition/config.ts'
import { pickBatchFlags, readOptionsOf, type BatchFlags } from '../import/batch-options.ts'
import { readBesideList } from '../import/read-beside-list.ts'
import { hasLogin, readKnownPasswords, type KnownPassword } from '../import/canaries.ts'
import type { RowReaders } from '../import/file-rows.ts'
import { importUsers } from '../import/import-users.ts'
import { codeOf } from '../import/report-file.ts'
import { exitCodes, showIssues } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { pickSourceFlags, type SourceFlags } from '../sources/source-flags.ts'
import { importFile, type ImportFlags } from './import-file.ts'
import { importSource } from './import-source.ts'
import { type BrokenFile } from '../import/rows.ts'

/** The flags of an import of users. */
export type UserImportFlags = ImportFlags &
  BatchFlags &
  SourceFlags & {
    readonly canaries?: string
    /** A file with the options of the batch. */
    readonly options?: string
  }

/**
 * Imports users from a file with rows of `create-users-batch`, or from the files of another system. `canaries` names a file
 * of known passwords. All of them must be right before anything is written.
 */
export const importUsersFiles = async (
  files: readonly string[],
  { canaries, options: optionsFile, ...flags }: UserImportFlags,
  config: Config,
  terminal: Terminal,
): Promise<number> => {
  const known = canaries === undefined ? [] : await readCanaries(canaries, terminal)
  if (known === undefined) return exitCodes.failed
  const given = optionsFile === undefined ? {} : await readOptionsOf(optionsFile, terminal)
  if (given === undefined) return exitCodes.failed
  const source = pickSourceFlags(flags)
  const { from, ...others } = source
  const [file, ...further] = files
  const isPlain = from === undefined || (from !== 'sql' && !isForeignSource(from))
  if (file === undefined && others.query === undefined && from !== 'sql') {
    terminal.error('Name a file.')
    return exitCodes.failed
  }
  if (file === undefined || further.length > 0 || Object.keys(others).length > 0 || !isPlain) {
    const options = { ...given, ...pickBatchFlags(flags) }
    return importSource(files, { ...flags, ...source, options, known }, config, terminal)
  }
  return importFile<NewUser>(file, flags, config, terminal, {
    unit: 'users',
    format: from,
    lists: [[], ['list']],
    counts: ['created'],
    prepare: async (opened) => {
      const ofFile = await readFileOptions(opened, flags)
      return ofFile.map((inFile) => {
        const options = { ...defaultsFor(opened), ...inFile, ...given, ...pickBatchFlags(flags) }
        return {
          readers: rowReaders(config, options),
          isWanted: (user) => known.some(({ login }) => hasLogin(user, login)),
          run: (surveyed, keepsake, how) => importUsers(surveyed, keepsake, { ...how, options, known }),
        }
      })
    },
  })
}

/** A table has a cell for every field, so an empty one says nothing. */
const defaultsFor = ({ reader: { format } }: RecordFile): CreateUsersOptions =>
  format === 'csv' || format === 'xlsx' ? { emptyIsAbsent: true } : {}

const rowReaders = ({ pool }: Config, options: CreateUsersOptions): RowReaders<NewUser> => {
  const fromJson: RowReaders<NewUser>['fromJson'] = (row) => checkShape(newUserRow, row).map(toNewUser)
  const rules = { customFields: pool.customFields, emptyIsAbsent: options.emptyIsAbsent === true }
  return { fromJson, fromCells: (cells) => readCells(cells, rules).andThen(fromJson) }
}

/** A file whose list is at a place that a flag names is not of our form, so what else it has is not looked at. */
const readFileOptions = async (
  opened: RecordFile,
  { path }: ImportFlags,
): Promise<Result<CreateUsersOptions, Failure | BrokenFile>> => {
  if (path !== undefined) return ok({})
  const beside = await readBesideList(opened)
  if (beside.isErr()) return err(beside.error)
  return checkShape(usersFile, { list: [], ...beside.value })
    .map(({ options }) => options ?? {})
    .mapErr(rejected)
}

const readCanaries = async (
  file: string,
  terminal: Terminal,
): Promise<readonly KnownPassword[] | undefined> => {
  try {
    const known = await readKnownPasswords(terminal.path(file))
    if (known.isOk()) return known.value
    showIssues(known.error, terminal)
  } catch (cause) {
    terminal.error(`${file} cannot be read: ${codeOf(cause)}`)
  }
  return undefined
}
