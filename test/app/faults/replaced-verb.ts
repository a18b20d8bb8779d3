import type { KeepsakePorts } from '@keepsake/app'
import type { Storage, Stores } from '@keepsake/domain'
import * as promises from '../../../packages/app/src/guard/port-promises.ts'
import { storePromises } from '../../../packages/app/src/guard/stores.ts'

/** A verb of a port by its way there: `totpEngine.codeAt`, `storage.users.findByKey`, `transportCiphers.rsa.open`. */
export type VerbPath = readonly string[]

type AnyVerb = (...given: readonly unknown[]) => unknown

const verbsOf = (port: string, record: object): readonly VerbPath[] =>
  Object.keys(record).map((verb) => [...port.split('.'), verb])

const { transportCipher, ...ports } = promises

/** Every verb of every port that the facade asks; `true` where it answers later. */
export const everyVerb: readonly VerbPath[] = [
  ...Object.entries(storePromises).flatMap(([store, verbs]) => verbsOf(`storage.${store}`, verbs)),
  ['storage', 'atomically'],
  ...Object.entries(ports).flatMap(([port, verbs]) => verbsOf(port, verbs)),
  ...verbsOf('transportCiphers.rsa', transportCipher),
]

/** Whether the verb answers by a promise. */
export const answersLater = (path: VerbPath): boolean => {
  const [port = '', store = '', verb = ''] = path
  if (store === 'atomically') return true
  const record: object =
    port === 'storage'
      ? storePromises[store as keyof typeof storePromises]
      : port === 'transportCiphers'
        ? transportCipher
        : ports[port as keyof typeof ports]
  const name = port === 'storage' || port === 'transportCiphers' ? verb : store
  return (record as Readonly<Record<string, { readonly when: string }>>)[name]!.when === 'later'
}

/** The ports with another verb in the place of one, inside transactions too. */
export const replaceVerb = (
  given: KeepsakePorts,
  path: VerbPath,
  replace: (usual: AnyVerb) => AnyVerb,
): KeepsakePorts => {
  const [port, ...rest] = path
  if (port === 'storage') return { ...given, storage: replaceInStorage(given.storage, rest, replace) }
  return replaceIn(given, path, replace) as KeepsakePorts
}

const replaceIn = (
  record: object,
  [step, ...rest]: VerbPath,
  replace: (usual: AnyVerb) => AnyVerb,
): object => {
  const inner = (record as Readonly<Record<string, unknown>>)[step!]
  if (inner === undefined) return record
  return {
    ...record,
    [step!]: rest.length === 0 ? replace(inner as AnyVerb) : replaceIn(inner as object, rest, replace),
  }
}

const replaceInStorage = (
  storage: Storage,
  path: VerbPath,
  replace: (usual: AnyVerb) => AnyVerb,
): Storage => ({
  ...storage,
  inPool: (pool) => {
    const { atomically, ...stores } = storage.inPool(pool)
    if (path[0] === 'atomically') return { ...stores, atomically: replace(atomically as AnyVerb) as never }
    const replaced = (inner: Stores): Stores => replaceIn(inner, path, replace) as Stores
    return {
      ...replaced(stores),
      atomically: (work) => atomically((inner) => work(replaced(inner))),
    }
  },
})
