import { configurationIssue, type ConfigurationIssue } from '../configuration-error.ts'
import type { Path } from '../issue.ts'
import { guardLater, guardNow, type AnyAnswers, type AnyGives } from './guard-verb.ts'
import type { Named, Promises } from './verb.ts'

type AnyPromise = AnyAnswers | AnyGives
type Verb = (...given: readonly unknown[]) => unknown
type Verbs = Readonly<Record<string, Verb>>

/** Puts a guard before each verb of a port. */
export type PortGuard<Port> = (port: Port) => Port

/** Makes the guard for all ports of a kind, once: the ports of a storage are guarded anew for every transaction. */
export const portGuard = <Port extends object>(
  promises: Promises<Port>,
  { part, name }: Named,
): PortGuard<Port> => {
  const verbs = Object.entries(promises as unknown as Readonly<Record<string, AnyPromise>>).map(
    ([verb, promised]) => ({ verb, promised, named: { part, name: `${name}.${verb}` } }),
  )
  return (port) => {
    const guarded: Record<string, Verb> = {}
    for (const { verb, promised, named } of verbs)
      // Called as a method: a port may be an object of a class.
      guarded[verb] = guardVerb((...given) => (port as Verbs)[verb]!(...given), promised, named)
    return guarded as Port
  }
}

/** Which verbs a port lacks. The developer who wires the port should see that before a caller needs the verb. */
export const checkVerbs = (port: object, promises: object, path: Path): readonly ConfigurationIssue[] =>
  Object.keys(promises).flatMap((verb) =>
    typeof (port as Readonly<Record<string, unknown>>)[verb] === 'function'
      ? []
      : [
          configurationIssue(
            'port.verb_missing',
            [...path, verb],
            'give the port this function: it is missing',
          ),
        ],
  )

export const guardVerb = (call: Verb, promised: AnyPromise, named: Named): Verb =>
  promised.when === 'later' ? guardLater(call, promised, named) : guardNow(call, promised, named)
