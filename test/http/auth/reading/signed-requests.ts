import type { RouteShape } from '../../../../packages/http/src/auth/reading/route-shape.ts'
import { routes } from '../../../../packages/http/src/routes/index.ts'
import type { Route } from '../../../../packages/http/src/routing/route.ts'

/** The parameters of a request, as a client gives them. */
export type Request = Readonly<Record<string, unknown>>

type SignedRoute = Extract<Route, { readonly access: 'management' }>

/** Every route that takes signed requests. */
export const signedRoutes: readonly SignedRoute[] = routes.filter((route) => route.access === 'management')

/** Values of every kind that a route may ask for. */
const everything: readonly unknown[] = [
  'bob',
  'true',
  'false',
  '1',
  'user_id',
  'email',
  'USER',
  'OTP',
  'null',
  '[]',
  '["a"]',
  '{"a":1}',
  true,
  false,
  null,
  1,
  [],
  ['a'],
  {},
  { a: 1 },
  { userIdType: 'email' },
  { withCustomData: true },
  [{ username: 'bob' }],
  [{ userId: 'bob' }],
  [{ userId: 'bob', otp: { secret: 'HZ2F6J3AGNAVSOTV' } }],
  [{ departmentId: 'one' }],
  [{ key: 'one', value: 1 }],
]

/** Those of them that can be sent to a route as one of its members, and that it takes. */
export const samplesOf = (route: SignedRoute, name: string): readonly unknown[] => {
  const found = samples.get(route)?.get(name) ?? findSamples(route, name)
  samples.set(route, (samples.get(route) ?? new Map<string, readonly unknown[]>()).set(name, found))
  return found
}

/** A generator asks for the same ones thousands of times, and each value that is tried runs a schema. */
const samples = new Map<SignedRoute, Map<string, readonly unknown[]>>()

const findSamples = ({ method, shape }: SignedRoute, name: string): readonly unknown[] =>
  everything.filter(
    (value) =>
      shape.members.get(name)?.accepts(value) === true &&
      (method === 'POST' || typeof value === 'string' || isListOfTexts(value)),
  )

const isListOfTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')

/** What the SDK signs of a value. */
export const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)

/** What the SDK signs of a request's parameters. */
export const textsOf = (request: Request): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(request).map(([name, value]) => [name, textOf(value)]))

export const signedTextOf = (request: Request): string =>
  Object.entries(textsOf(request))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, text]) => `${name}=${text}`)
    .join('&')

/** Whether a route takes a request, so far as its shape goes. */
export const takes = ({ members, ignoresOthers }: RouteShape, request: Request): boolean =>
  Object.keys(request).every((name) => members.has(name) || ignoresOthers) &&
  [...members].every(([name, { accepts }]) => accepts(request[name]))

/** What a request means: `null` is as good as nothing, `1` as `"1"`, and members that are passed over are nothing. */
export const meaningOf = ({ members }: RouteShape, request: Request): string =>
  JSON.stringify(
    [...members.keys()].map((name) => {
      const value = request[name] ?? undefined
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
    }),
  )
