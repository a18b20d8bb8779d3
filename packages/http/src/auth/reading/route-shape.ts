import { z } from 'zod'

/** One member of what a route takes: a parameter of its query, or a member of its body. */
export type MemberRule = {
  readonly accepts: (value: unknown) => boolean
  readonly isRequired: boolean
  /** Whether it takes any text, as a nickname does; a flag, a list or one of several words does not. */
  readonly takesAnyText: boolean
}

/** What a route takes, as the two readings of one signed text are judged by it. */
export type RouteShape = {
  readonly members: ReadonlyMap<string, MemberRule>
  /** Whether members that are not listed are passed over instead of refused, as those of a query are. */
  readonly ignoresOthers: boolean
}

/** The shape that a schema says, without the members that are read from the path. */
export const toRouteShape = (schema: z.ZodType, path: string): RouteShape => {
  const object = objectIn(schema)
  const inPath = new Set([...path.matchAll(/:(\w+)/gu)].map(([, name]) => name))
  const members = Object.entries<z.core.$ZodType>(object.shape).filter(([name]) => !inPath.has(name))
  return {
    members: new Map(members.map(([name, member]) => [name, toRule(member)])),
    ignoresOthers: object.def.catchall === undefined,
  }
}

/** The object that a schema reads before it makes something else of it. */
const objectIn = (schema: z.core.$ZodType): z.ZodObject => {
  if (schema instanceof z.ZodObject) return schema
  if (schema instanceof z.ZodPipe) return objectIn(schema.def.in)
  throw new TypeError('The input of a route that takes signed requests is an object')
}

/** A text that is no word, number, flag or JSON of any contract. */
const anyText = ' & any text = & '

const toRule = (member: z.core.$ZodType): MemberRule => {
  const accepts = (value: unknown): boolean => z.safeParse(member, value).success
  return { accepts, isRequired: !accepts(undefined), takesAnyText: accepts(anyText) }
}
