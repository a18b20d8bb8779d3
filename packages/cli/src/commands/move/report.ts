import type { MoveFigures, MoveStatus } from '@keepsake/app'
import type { Config } from '../../composition/config.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { moveCodes } from './exit-codes.ts'
import { figure } from './print-plan.ts'
import { withMove } from './with-move.ts'

/** Prints one page about a move, in Markdown, for the file. It names no user. */
export const reportMove = (
  move: string,
  { json }: { readonly json?: boolean },
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withMove(move, config, terminal, async (status) => {
    if (json === true) terminal.out(JSON.stringify({ ...status, reopen: undefined }))
    else for (const line of pageOf(status)) terminal.out(line)
    return moveCodes.done
  })

const pageOf = (status: MoveStatus): readonly string[] => {
  const { move, source, state, plan, written, refused } = status
  return [
    `# Move ${move} of ${text(source)}`,
    '',
    `- state: ${state}`,
    `- input: ${text(plan.input)} (${plan.from}), ${figure(plan.rows)} rows, sha256 ${plan.digest}`,
    ...times(status).map(([name, at]) => `- ${name}: ${new Date(at).toISOString()}`),
    `- rows that stay out: ${figure(refused)}`,
    '',
    ...tableOf(
      ['', 'planned', 'written'],
      figures.map((name) => [name, figure(plan[name]), figure(written[name])]),
    ),
    ...section('Changed fields', ['field', 'planned', 'written'], fieldsOf(plan, written, 'changedFields')),
    ...section(
      'Kept, since they were changed here',
      ['field', 'planned', 'written'],
      fieldsOf(plan, written, 'keptFields'),
    ),
    ...section('Why rows stay out', ['reason', 'planned', 'written'], fieldsOf(plan, written, 'issues')),
    ...section(
      'Hashes',
      ['format', 'cost', 'strength', 'rows'],
      plan.hashes.map(({ format, cost, strength, rows }) => [format, cost, strength, figure(rows)]),
    ),
    ...section(
      'What cannot come along',
      ['field', 'reason', 'rows'],
      plan.lost.map(({ field, reason, rows }) => [field, reason, figure(rows)]),
    ),
    ...section(
      'Missing from the export',
      ['users', 'what becomes of them'],
      plan.missing === 0 ? [] : [[figure(plan.missing), plan.onMissing]],
    ),
  ]
}

const figures = ['new', 'changed', 'unchanged', 'refused', 'erased'] as const

const times = ({ plannedAt, startedAt, endedAt }: MoveStatus): readonly (readonly [string, number])[] => [
  ['planned', plannedAt],
  ...(startedAt === undefined ? [] : [['begun', startedAt] as const]),
  ...(endedAt === undefined ? [] : [['ended', endedAt] as const]),
]

const fieldsOf = (
  plan: MoveFigures,
  written: MoveFigures,
  of: 'changedFields' | 'keptFields' | 'issues',
): readonly (readonly string[])[] =>
  [...new Set([...Object.keys(plan[of]), ...Object.keys(written[of])])].map((name) => [
    name,
    figure(plan[of][name] ?? 0),
    figure(written[of][name] ?? 0),
  ])

const section = (
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] => (rows.length === 0 ? [] : ['', `## ${title}`, '', ...tableOf(head, rows)])

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(text).join(' | ')} |`)

/** Names of fields and files come from others. */
const text = (cell: string): string => cell.replaceAll(/[|\\`<>[\]]/gu, String.raw`\$&`)
