import type { RefusedRow } from '@keepsake/app'
import type { Failure, Issue } from '@keepsake/domain'
import { toIssueDtos, describe } from '@keepsake/http/wire'
import type { BadConfig } from '../composition/config.ts'
import type { Terminal } from './terminal.ts'

/**
 * Exit codes. `done`: success. `refused`: something was refused or is missing. `failed`: the command could not do its work.
 * `unopened`: a sealed value cannot be decrypted.
 */
export const exitCodes = { done: 0, refused: 1, failed: 2, unopened: 3 } as const

/** How many issues the terminal shows. A report file has all of them. */
const shown = 20

/** Prints the first issues of a list. */
export const showIssues = (issues: readonly Issue[], terminal: Terminal): void => {
  for (const issue of issues.slice(0, shown)) terminal.error(issueLine(issue))
  if (issues.length > shown) terminal.error(`... and ${issues.length - shown} more`)
}

/** Prints the first warnings about rows that were accepted. */
export const showWarnings = (warnings: readonly Issue[], terminal: Terminal): void => {
  for (const warning of warnings.slice(0, shown)) terminal.error(`Warning: ${issueLine(warning)}`)
  if (warnings.length > shown) terminal.error(`... and ${warnings.length - shown} more warnings`)
}

/** Prints what went wrong, and answers the exit code. The texts are our own. None of them quotes the input. */
export const reportFailure = (failure: Failure | BadConfig, terminal: Terminal): number => {
  switch (failure.kind) {
    case 'rejected':
      showIssues(failure.issues, terminal)
      return exitCodes.refused
    case 'bad-config':
      terminal.error(`Configuration: ${failure.reason}`)
      return exitCodes.failed
    case 'unavailable':
      terminal.error(`The ${failure.part} does not answer: ${causeText(failure.cause)}`)
      return exitCodes.failed
  }
}

/** Names the users whose records cannot be read, and answers the exit code: the printed list is not complete. */
export const reportDamaged = (userIds: readonly string[], terminal: Terminal): number => {
  for (const id of userIds) terminal.error(`User ${id} is left out: the record is damaged and cannot be read`)
  return userIds.length === 0 ? exitCodes.done : exitCodes.refused
}

/** `list.3.email is not an email address (user.email_malformed)`. */
export const issueLine = (issue: Issue): string => `${describe(issue, 'en-US')} (${issue.code})`

/** How many rows have each code, the most frequent first. A row counts once for each of its codes. */
export const countByCode = (rows: readonly RefusedRow[]): readonly (readonly [string, string])[] => {
  const counts = new Map<string, number>()
  for (const { issues } of rows)
    for (const code of new Set(issues.map((issue) => issue.code)))
      counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([code, count]) => [`  ${code}`, String(count)])
}

/** Groups issues by the row that they are about. Issues without a row come first. */
export const byRow = (
  issues: readonly Issue[],
): readonly { readonly row: number | undefined; readonly issues: readonly Issue[] }[] =>
  [
    ...Map.groupBy(issues, ({ path: [list, row] }) =>
      list === 'list' && typeof row === 'number' ? row : undefined,
    ),
  ]
    .map(([row, of]) => ({ row, issues: of }))
    .toSorted((one, other) => (one.row ?? -1) - (other.row ?? -1))

/** The refused rows as lines of JSON, for a report that a program reads. */
export const refusedLines = (refused: ReturnType<typeof byRow>): readonly string[] =>
  rowLines(refused, 'refused')

/** The same for rows that were accepted with warnings. */
export const warningLines = (warned: ReturnType<typeof byRow>): readonly string[] =>
  rowLines(warned, 'warning')

const rowLines = (rows: ReturnType<typeof byRow>, outcome: string): readonly string[] =>
  rows.map(({ row, issues }) => JSON.stringify({ row, outcome, issues: toIssueDtos(issues, 'en-US') }))

const causeText = (cause: unknown): string => (cause instanceof Error ? cause.message : 'no reason was given')
