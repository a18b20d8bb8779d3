import type { ResultAsync } from 'neverthrow'
import type { z } from 'zod'
import { toRouteShape } from '../auth/reading/route-shape.ts'
import type { Answer, ManagementContext, Route, RouteFailure } from './route.ts'
import { shaped } from './shaped.ts'

/**
 * Makes a route that manages users. Its input is defined once, by `takes`. This schema reads the request, and also checks
 * the signed text.
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
