import { configurationError, isConfigurationError, type ConfigurationIssue } from './configuration-error.ts'

type Openers = Readonly<Record<string, () => unknown>>

/** What the openers give, under their names. */
export type Opened<Given extends Openers> = {
  readonly [Name in keyof Given]: Awaited<ReturnType<Given[Name]>>
}

/**
 * Opens several parts at once, and answers all of them. If some do not open, one configuration error lists the issues of
 * all. Parts that have to be closed do not belong here: nothing closes them if another one does not open.
 */
export const openTogether = async <Given extends Openers>(openers: Given): Promise<Opened<Given>> => {
  const names = Object.keys(openers)
  const outcomes = await Promise.allSettled(names.map(async (name) => openers[name]?.()))
  const reasons = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  )
  const other = reasons.find((reason) => !isConfigurationError(reason))
  if (other !== undefined) throw other
  if (reasons.length > 0) throw configurationError(distinct(reasons.flatMap(issuesOf)), reasons[0])
  return Object.fromEntries(
    outcomes.map((outcome, index) => [names[index], 'value' in outcome ? outcome.value : undefined]),
  ) as Opened<Given>
}

const issuesOf = (reason: unknown): readonly ConfigurationIssue[] =>
  isConfigurationError(reason) ? reason.issues : []

/** Two parts may lack the same package, or read the same wrong key. */
const distinct = (issues: readonly ConfigurationIssue[]): readonly ConfigurationIssue[] => [
  ...new Map(issues.map((each) => [JSON.stringify(each), each])).values(),
]
