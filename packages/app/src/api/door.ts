import { rejected, type Checked, type Failure } from '@keepsake/domain'
import { carriedBy } from '@keepsake/domain/guard'
import { err, ResultAsync, type Result } from 'neverthrow'
import type { z } from 'zod'
import type { Context } from '../context.ts'
import { checkInput } from '../input/check-input.ts'

declare const guarded: unique symbol

/**
 * A verb that checks its input. Only the functions in this file can set the mark, so every verb of the API has the check.
 */
export type GuardedVerb<Verb> = Verb & { readonly [guarded]: true }

/** A group of API verbs, each of which checks its input. */
export type Guarded<Room> = { readonly [V in keyof Room]: GuardedVerb<Room[V]> }

/** A verb that takes one command. If the verb takes nothing, the command is optional. */
type VerbOf<Command, T> = (
  ...given: undefined extends Command ? [command?: Command] : [command: Command]
) => ResultAsync<T, Failure>

/** Reads and checks what a caller gives, by a schema. */
type Check = <Command>(schema: z.ZodType<Command>, given: unknown) => Checked<Command>

/**
 * Makes a verb from a schema and an action. The verb checks its input once and copies it. Input of the wrong shape is
 * rejected, with every fault and its path. The action gets only the copy. If a port breaks its promises while a rule uses
 * it, the answer is `Unavailable`.
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

/** Makes a verb that needs no digest key. */
export const door = <Command, T>(
  schema: z.ZodType<Command>,
  act: (command: Command) => ResultAsync<T, Failure>,
): GuardedVerb<VerbOf<Command, T>> => doorOf(checkInput, schema, act)

/** Makers of verbs that may need the digest key. */
export type Doors = { readonly door: typeof door; readonly doorOf: typeof doorOf }

/** Makes verbs that first check their input, and then wait until the digest key of the pool is open. */
export const doorsOf = ({ digestKey }: Pick<Context, 'digestKey'>): Doors => {
  const opening: typeof doorOf = (check, schema, act) =>
    doorOf(check, schema, (command) => digestKey.open().andThen(() => act(command)))
  return { door: (schema, act) => opening(checkInput, schema, act), doorOf: opening }
}
