import { z } from 'zod'

/** One member of a route's input: a parameter of its query, or a member of its body. */
export type MemberRule = {
  readonly accepts: (value: unknown) => boolean
  readonly isRequired: boolean
  /** Whether the member takes any text, as a nickname does. A flag, a list or a fixed set of words does not. */
  readonly takesAnyText: boolean
}

/** The input that a route accepts, used to compare the readings of a signed text. */
export type RouteShape = {
  readonly members: ReadonlyMap<string, MemberRule>
  /** Whether unknown members are ignored, as in a query, instead of refused. */
  readonly ignoresOthers: boolean
}

/** Makes the route shape of a schema, without the members that are read from the path. */
export const toRouteShape = (schema: z.ZodType, path: string): RouteShape => {
  const object = objectIn(schema)
  const inPath = new Set([...path.matchAll(/:(\w+)/gu)].map(([, name]) => name))
  const members = Object.entries<z.core.$ZodType>(object.shape).filter(([name]) => !inPath.has(name))
  return {
    members: new Map(members.map(([name, member]) => [name, toRule(member)])),
    ignoresOthers: object.def.catchall === undefined,
  }
}

/** The object that a schema reads before it transforms it. */
const objectIn = (schema: z.core.$ZodType): z.ZodObject => {
  if (schema instanceof z.ZodObject) return schema
  if (schema instanceof z.ZodPipe) return objectIn(schema.def.in)
  throw new TypeError('The input of a route that takes signed requests is an object')
}

/** A text that is not a valid word, number, flag or JSON in any contract. */
const anyText = ' & any text = & '

const toRule = (member: z.core.$ZodType): MemberRule => {
  const accepts = (value: unknown): boolean => z.safeParse(member, value).success
  return { accepts, isRequired: !accepts(undefined), takesAnyText: accepts(anyText) }
}
