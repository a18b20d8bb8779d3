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
 * Finds a kind of body that does not fit into its part of the budget, at the allowed size. Such a body could never be read.
 */
export const findMisfit = (settings: Limits, { parts }: BodyBudget): string | undefined => {
  for (const [access, isSigned] of [
    ['open', false],
    ['management', false],
    ['management', true],
  ] as const) {
    const { kind, maxBytes } = allowanceFor({ access }, isSigned, settings)
    if (maxBytes > parts[kind])
      return `A body of ${maxBytes} bytes does not fit into the ${parts[kind]} that there are for ${kind} bodies`
  }
  return undefined
}
