import { rejected, type Checked, type Failure } from '@keepsake/domain'
import { carriedBy } from '@keepsake/domain/guard'
import { err, ResultAsync, type Result } from 'neverthrow'
import type { z } from 'zod'
import type { Context } from '../context.ts'
import { checkInput } from '../input/check-input.ts'

declare const guarded: unique symbol

/** A verb that has a door. No verb of the API can be made without one: nothing else has the mark. */
export type GuardedVerb<Verb> = Verb & { readonly [guarded]: true }

/** A room of the API: each of its verbs has a door. */
export type Guarded<Room> = { readonly [V in keyof Room]: GuardedVerb<Room[V]> }

/** A verb of one command; one that takes nothing needs none. */
type VerbOf<Command, T> = (
  ...given: undefined extends Command ? [command?: Command] : [command: Command]
) => ResultAsync<T, Failure>

/** Reads what a caller gives, by a schema. */
type Check = <Command>(schema: z.ZodType<Command>, given: unknown) => Checked<Command>

/**
 * Puts a door before what a verb does: whatever comes is checked there, once, and what has another shape is rejected, every
 * fault of it with its path. What goes on is a copy of the door's own. A port that has misbehaved while a rule asked it is
 * unavailable.
 */
export const doorOf = <Command, T>(
  check: Check,
  schema: z.ZodType<Command>,
  act: (command: Command) => ResultAsync<T, Failure>,
): GuardedVerb<VerbOf<Command, T>> => {
  const pass = async (given: unknown): Promise<Result<T, Failure>> => {
    const command = check(schema, given)
    if (command.isErr()) return err(rejected(command.error))
    try {
      return await act(command.value)
    } catch (thrown) {
      const failure = carriedBy(thrown)
      if (failure === undefined) throw thrown
      return err(failure)
    }
  }
  return ((...[given]) => new ResultAsync(pass(given))) as GuardedVerb<VerbOf<Command, T>>
}

/** The usual door, for verbs that need no digest. */
export const door = <Command, T>(
  schema: z.ZodType<Command>,
  act: (command: Command) => ResultAsync<T, Failure>,
): GuardedVerb<VerbOf<Command, T>> => doorOf(checkInput, schema, act)

/** The doors of verbs that may make digests. */
export type Doors = { readonly door: typeof door; readonly doorOf: typeof doorOf }

/** Doors that wait, behind the check, until the digest key of the pool is open. */
export const doorsOf = ({ digestKey }: Pick<Context, 'digestKey'>): Doors => {
  const opening: typeof doorOf = (check, schema, act) =>
    doorOf(check, schema, (command) => digestKey.open().andThen(() => act(command)))
  return { door: (schema, act) => opening(checkInput, schema, act), doorOf: opening }
}
