import type { Keepsake } from '@keepsake/app'
import type { Failure } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'

type AnyVerb = (given: never) => ResultAsync<unknown, Failure>

/** The verbs of an API by their names: `signIn`, `users.create`. */
export type VerbName<Api> = {
  [R in keyof Api & string]: Api[R] extends AnyVerb ? R : `${R}.${keyof Api[R] & string}`
}[keyof Api & string]

/** What a verb takes, by its name. */
export type Given<Name, Api = Keepsake> = Name extends `${infer R extends keyof Api & string}.${infer V}`
  ? V extends keyof Api[R]
    ? Api[R][V] extends (...given: infer G) => unknown
      ? G[0]
      : never
    : never
  : Name extends keyof Api
    ? Api[Name] extends (...given: infer G) => unknown
      ? G[0]
      : never
    : never

/** Every name in an API, or in what has its rooms. `inTenant` is no verb. */
export const verbNames = (api: object): readonly string[] =>
  Object.entries(api)
    .flatMap(([room, held]) =>
      isRoom(held) ? Object.keys(held).map((verb) => `${room}.${verb}`) : room === 'inTenant' ? [] : [room],
    )
    .toSorted()

const isRoom = (held: unknown): held is object =>
  typeof held === 'object' && held !== null && !('safeParse' in held)

/** What stands under a name in an API, or in what has its rooms. */
export const verbNamed = (api: object, name: string): unknown =>
  name.split('.').reduce<unknown>((held, step) => (held as Readonly<Record<string, unknown>>)[step], api)
