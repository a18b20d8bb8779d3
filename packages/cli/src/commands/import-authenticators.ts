import type { RecordFile } from '../composition/record-adapters.ts'
import { readCells } from '@keepsake/app/input'
import { recordFormats, rejected, type Failure, type RecordFormat } from '@keepsake/domain'
import type { ExistingAuthenticator } from '@keepsake/domain/rules'
import { checkShape, enrolmentsFile } from '@keepsake/http/wire'
import { err, ok, type Result } from 'neverthrow'
import type { Config } from '../composition/config.ts'
import {
  isForeign,
  authenticatorFileFormats,
  readOtpRow,
  type AuthenticatorFileFormat,
  type AuthenticatorRow,
} from '../import/authenticator-file.ts'
import { readBesideList } from '../import/read-beside-list.ts'
import type { RowReaders } from '../import/file-rows.ts'
import { importAuthenticators } from '../import/import-authenticators.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { importFile, type ImportFlags } from './import-file.ts'
import { type BrokenFile } from '../import/rows.ts'

/** Who has written a file of authenticators, or its format if it has our own rows. */
export type OtpFileFrom = AuthenticatorFileFormat | RecordFormat

/** All of them. */
export const otpFileFrom: readonly OtpFileFrom[] = [...authenticatorFileFormats, ...recordFormats]

/**
 * How authenticators are imported: what happens to users who already have other ones, and which system has written the file.
 */
export type AuthenticatorFlags = ImportFlags & {
  readonly existing: ExistingAuthenticator
  readonly from: OtpFileFrom
}

/** Imports a file of authenticators. A row is one of `import-otp`, or a user of another system. */
export const importAuthenticatorFile = (
  file: string,
  { existing, from, ...flags }: AuthenticatorFlags,
  config: Config,
  terminal: Terminal,
): Promise<number> => {
  const [source, format]: readonly [AuthenticatorFileFormat, RecordFormat | undefined] = isFormat(from)
    ? ['keepsake', from]
    : [from, undefined]
  return importFile<AuthenticatorRow>(file, flags, config, terminal, {
    unit: 'authenticators',
    format,
    lists: [[], [isForeign(source) ? 'users' : 'list']],
    counts: ['enrolled', 'replaced', 'added', 'unchanged', 'without'],
    hiddenIfZero: ['without'],
    prepare: async (opened) => {
      // Exports of other systems hold much else.
      const checked =
        isForeign(source) || flags.path !== undefined ? ok(undefined) : await checkBeside(opened)
      return checked.map(() => ({
        readers: rowReaders(source, flags.emptyIsAbsent ?? true),
        run: (surveyed, keepsake, how) => importAuthenticators(surveyed, keepsake, { ...how, existing }),
      }))
    },
  })
}

const isFormat = (from: OtpFileFrom): from is RecordFormat => recordFormats.some((format) => format === from)

/** The cells of another system's table are its own fields, and stay as they are. */
const rowReaders = (
  source: AuthenticatorFileFormat,
  emptyIsAbsent: boolean,
): RowReaders<AuthenticatorRow> => ({
  fromJson: (row) => readOtpRow(row, source),
  fromCells: (cells) => {
    if (!isForeign(source))
      return readCells(cells, { customFields: {}, emptyIsAbsent }).andThen((row) => readOtpRow(row, source))
    const filled = Object.entries(cells).filter(([, cell]) => !emptyIsAbsent || cell !== '')
    return readOtpRow(Object.fromEntries(filled), source)
  },
})

const checkBeside = async (opened: RecordFile): Promise<Result<unknown, Failure | BrokenFile>> => {
  const beside = await readBesideList(opened)
  return beside.isErr()
    ? err(beside.error)
    : checkShape(enrolmentsFile, { list: [], ...beside.value }).mapErr(rejected)
}
