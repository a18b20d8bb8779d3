import { readFile } from 'node:fs/promises'
import type { TenantKeepsake, BatchMode, RefusedRow } from '@keepsake/app'
import type { ExistingOtp, Failure, Issue } from '@keepsake/domain'
import { parseJsonBytes } from '@keepsake/http/wire'
import type { ResultAsync } from 'neverthrow'
import type { Config } from '../composition/config.ts'
import { readKnownPasswords, type KnownPassword } from '../import/canaries.ts'
import { importOtp, type OtpImport } from '../import/import-authenticators.ts'
import { importUsers, type ImportOptions, type UsersImport } from '../import/import-users.ts'
import type { OtpFileSource } from '../import/authenticator-file.ts'
import {
  byRow,
  countByCode,
  exitCodes,
  refusedLines,
  reportFailure,
  showIssues,
  showWarnings,
  warningLines,
} from '../terminal/report.ts'
import { codeOf, withReport } from '../import/report-file.ts'
import { table, type Terminal } from '../terminal/terminal.ts'
import { withUsers, type TenantFlag } from './with-keepsake.ts'

/** The flags of an import. */
export type ImportFlags = TenantFlag & {
  readonly mode: BatchMode
  /** Where to write the result of every row, one line of JSON each. */
  readonly report?: string
}

/**
 * Imports a file of users. Its JSON is that of `create-users-batch`. `canaries` names a file of known passwords. All of them
 * must be right before anything is written.
 */
export const importUsersFile = async (
  file: string,
  { canaries, ...flags }: ImportFlags & { readonly canaries?: string },
  config: Config,
  terminal: Terminal,
): Promise<number> => {
  const known = canaries === undefined ? [] : await readCanaries(canaries, terminal)
  if (known === undefined) return exitCodes.failed
  return importFile(
    file,
    flags,
    config,
    terminal,
    'users',
    (content, keepsake, options) => importUsers(content, keepsake, { ...options, known }),
    (report: UsersImport) => [['created', String(report.created.length)]],
  )
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

/**
 * How authenticators are imported: what happens to users who already have other ones, and which system has written the file.
 */
export type OtpFlags = ImportFlags & { readonly existing: ExistingOtp; readonly from: OtpFileSource }

/** Imports a file of authenticators. Its JSON is that of `import-otp`, or that of another system's users. */
export const importOtpFile = (
  file: string,
  { existing, from, ...flags }: OtpFlags,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  importFile(
    file,
    flags,
    config,
    terminal,
    'authenticators',
    (content, keepsake, options) => importOtp(content, keepsake, { ...options, existing, from }),
    (report: OtpImport) => [
      ['enrolled', String(report.enrolled)],
      ['replaced', String(report.replaced)],
      ['added', String(report.added)],
      ['unchanged', String(report.unchanged)],
      ...(report.without === 0 ? [] : [['without', String(report.without)] as const]),
    ],
  )

type Report = {
  readonly refused: readonly RefusedRow[]
  readonly warnings: readonly Issue[]
  readonly stopped?: Failure
}
type Summary = readonly (readonly [string, string])[]

const importFile = async <R extends Report>(
  file: string,
  { mode, report: reportFile, ...of }: ImportFlags,
  config: Config,
  terminal: Terminal,
  unit: string,
  run: (content: unknown, keepsake: TenantKeepsake, options: ImportOptions) => ResultAsync<R, Failure>,
  summarise: (report: R) => Summary,
): Promise<number> => {
  const content = await readContent(file, terminal)
  if (content === undefined) return exitCodes.failed
  const onProgress = (done: number, total: number): void => terminal.progress(done, total, unit)
  return withUsers(of, config, terminal, (keepsake) =>
    // The report is opened before the work: if it cannot be written, nothing is imported.
    withReport(reportFile, file, terminal, async (write) => {
      const { pool: settings } = config
      const onCreated: ImportOptions['onCreated'] = (created) => write(createdLines(created))
      const outcome = await run(content.value, keepsake, { mode, settings, onProgress, onCreated })
      if (outcome.isErr()) {
        if (outcome.error.kind === 'rejected') await write(refusedLines(byRow(outcome.error.issues)))
        return reportFailure(outcome.error, terminal)
      }
      const report = outcome.value
      for (const line of table([...summarise(report), ...counts(report)])) terminal.out(line)
      showIssues(
        report.refused.flatMap(({ issues }) => issues),
        terminal,
      )
      showWarnings(report.warnings, terminal)
      await write([...refusedLines(report.refused), ...warningLines(byRow(report.warnings))])
      if (report.stopped !== undefined) return reportFailure(report.stopped, terminal)
      return report.refused.length > 0 ? exitCodes.refused : exitCodes.done
    }),
  )
}

const createdLines = (created: UsersImport['created']): readonly string[] =>
  created.map(({ row, account }) => JSON.stringify({ row, outcome: 'created', userId: account.user.id }))

const counts = ({ refused, warnings }: Report): Summary => [
  ['refused', String(refused.length)],
  ...countByCode(refused),
  ['warnings', String(warnings.length)],
  ...countByCode(warnings.map((warning) => ({ row: 0, issues: [warning] }))),
]

const readContent = async (
  file: string,
  terminal: Terminal,
): Promise<{ readonly value: unknown } | undefined> => {
  try {
    const parsed = parseJsonBytes(await readFile(terminal.path(file)))
    if (parsed.isOk()) return { value: parsed.value }
    terminal.error(`${file}:`)
    showIssues(parsed.error, terminal)
  } catch (cause) {
    terminal.error(`${file} cannot be read: ${codeOf(cause)}`)
  }
  return undefined
}
