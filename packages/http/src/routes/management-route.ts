import type { ResultAsync } from 'neverthrow'
import type { z } from 'zod'
import { toRouteShape } from '../auth/reading/route-shape.ts'
import type { Answer, ManagementContext, Route, RouteFailure } from './route.ts'
import { shaped } from './shaped.ts'

/**
 * A route that manages users. What it takes is said once, by `takes`: the request is read by it, and what was signed is
 * judged by it.
 */
export const managementRoute = <T>({
  method,
  path,
  reads,
  takes,
  answer,
}: Pick<Route, 'method' | 'path' | 'reads'> & {
  readonly takes: z.ZodType<T>
  readonly answer: (request: T, context: ManagementContext) => ResultAsync<Answer, RouteFailure>
}): Route => ({
  method,
  path,
  ...(reads === undefined ? {} : { reads }),
  access: 'management',
  shape: toRouteShape(takes, path),
  answer: (input, context) => shaped(takes, input).andThen((request) => answer(request, context)),
})
