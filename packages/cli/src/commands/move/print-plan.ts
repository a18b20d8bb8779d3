import type { MoveFigures, MovePlanReport } from '@keepsake/app'
import { table } from '../../terminal/terminal.ts'

/** `100,100`. */
export const figure = (count: number): string => count.toLocaleString('en-US')

/** The lines that show a plan to a person. */
export const planLines = (plan: MovePlanReport): readonly string[] => [
  `${plan.move}  ${plan.source}  ${plan.input}  ${figure(plan.rows)} rows, sha256 ${plan.digest.slice(0, 8)}…`,
  ...table([
    ['  new', right(plan.new), newNotes(plan)],
    ['  changed', right(plan.changed), changedNotes(plan)],
    ['  unchanged', right(plan.unchanged), keptNotes(plan)],
    ['  refused', right(plan.refused), issueNotes(plan)],
    ...(plan.erased === 0 ? [] : [['  erased', right(plan.erased), 'deleted here since; they stay deleted']]),
    ...(plan.onMissing === 'ignore'
      ? []
      : [['  missing', right(plan.missing), `here, no longer in the export  --missing ${plan.onMissing}`]]),
  ]),
  ...(plan.hashes.length === 0 ? [] : [`hashes   ${plan.hashes.map(hashText).join(' · ')}`]),
  ...plan.lost.map(
    ({ field, kind, reason, rows }) =>
      `lost     ${field === '' ? reasonText(reason) : field} (${[kind, `${figure(rows)} rows`].filter(Boolean).join(', ')}): ${
        field === '' ? 'it does not come along' : adviceFor(reason)
      }`,
  ),
]

const widest = 9

const right = (count: number): string => figure(count).padStart(widest)

const newNotes = ({ newWith }: MoveFigures): string =>
  [
    ...(newWith['password'] === undefined ? [] : [`${figure(newWith['password'])} with a password`]),
    ...(newWith['authenticator'] === undefined
      ? []
      : [`${figure(newWith['authenticator'])} with an authenticator`]),
  ].join(', ')

const changedNotes = ({ changedFields, keptFields }: MoveFigures): string =>
  Object.entries(changedFields)
    .map(([field, count]) => {
      const kept = keptFields[field]
      return `${field} ${figure(count)}${kept === undefined ? '' : ` (${figure(kept)} kept: changed here since)`}`
    })
    .join(' · ')

/** Fields that were kept, and that no user has got. */
const keptNotes = ({ changedFields, keptFields }: MoveFigures): string =>
  Object.entries(keptFields)
    .filter(([field]) => !Object.hasOwn(changedFields, field))
    .map(([field, count]) => `${field} ${figure(count)} kept: changed here since`)
    .join(' · ')

const issueNotes = ({ issues }: MoveFigures): string =>
  Object.entries(issues)
    .map(([code, count]) => `${code} ${figure(count)}`)
    .join(' · ')

const hashText = ({ format, cost, strength, rows }: MovePlanReport['hashes'][number]): string =>
  `${[format, costText(cost)].filter(Boolean).join(' ')}: ${figure(rows)}${strength === '' ? '' : ` ${strength}`}`

/** A single figure says enough without its name. */
const costText = (cost: string): string => /^\w+=(\d+)$/u.exec(cost)?.[1] ?? cost

const reasonText = (reason: string): string => reason.replaceAll('_', ' ')

const adviceFor = (reason: string): string =>
  reason === 'undeclared_field'
    ? 'declare it in customFields or say --drop'
    : `${reasonText(reason)}: map it or say --drop`
