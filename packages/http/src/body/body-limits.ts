import { configurationIssue, type ConfigurationIssue } from '@keepsake/domain'
import type { Route } from '../routing/route.ts'
import type { HttpSettings } from '../settings.ts'
import type { BodyBudget } from './body-budget.ts'
import type { BodyAllowance } from './read-body.ts'

const defaultMaxBodyBytes = 10 * 1024 * 1024
/** Enough for the longest password under the longest cipher, or with every character escaped, and for any token. */
const defaultMaxOpenBodyBytes = 16 * 1024
const defaultArrivalMs = 30_000

type Limits = Pick<HttpSettings, 'maxBodyBytes' | 'maxOpenBodyBytes' | 'arrivalMs'>

/** How bodies of a route are read. Only callers who manage the pool need more than a few kilobytes. */
export const allowanceFor = (
  { access }: Pick<Route, 'access'>,
  isSigned: boolean,
  { maxBodyBytes = defaultMaxBodyBytes, ...limits }: Limits,
): BodyAllowance => {
  const { maxOpenBodyBytes = defaultMaxOpenBodyBytes, arrivalMs = defaultArrivalMs } = limits
  return access === 'management'
    ? { kind: isSigned ? 'claimed' : 'proven', maxBytes: maxBodyBytes, arrivalMs }
    : { kind: 'open', maxBytes: maxOpenBodyBytes, arrivalMs }
}

/**
 * Finds every kind of body that does not fit into its part of the budget, at the allowed size. Such a body could never be read.
 */
export const checkBodies = (settings: Limits, { parts }: BodyBudget): readonly ConfigurationIssue[] =>
  kindsOfBodies.flatMap(([access, isSigned, field]) => {
    const { kind, maxBytes } = allowanceFor({ access }, isSigned, settings)
    return maxBytes <= parts[kind]
      ? []
      : [
          configurationIssue(
            'http.body_budget_too_small',
            [field],
            `allow smaller bodies, or a larger budget: ${maxBytes} bytes do not fit into the ${parts[kind]} for ${kind} bodies`,
          ),
        ]
  })

const kindsOfBodies = [
  ['open', false, 'maxOpenBodyBytes'],
  ['management', false, 'maxBodyBytes'],
  ['management', true, 'maxBodyBytes'],
] as const
