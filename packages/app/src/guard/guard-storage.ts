import {
  refuseConfiguration,
  type PoolStorage,
  type Storage,
  type Stores,
  type Unavailable,
} from '@keepsake/domain'
import {
  answers,
  carriedBy,
  checkVerbs,
  contentOf,
  guardVerb,
  isObject,
  isThenable,
  isUnavailable,
  misbehaviour,
  nothing,
  portGuard,
  type Named,
  type PortGuard,
} from '@keepsake/domain/guard'
import { err, errAsync, ok, ResultAsync, type Result } from 'neverthrow'
import { storePromises } from './stores.ts'

const part = 'storage'

/** The verbs of a storage itself. Those of its stores are checked when a pool is opened. */
export const storageVerbs: Readonly<Record<keyof Storage, true>> = { inPool: true, close: true }

/** Guards a storage, the stores of each pool, and the stores that its transactions get. */
export const guardStorage = (storage: Storage): Storage => ({
  inPool: (pool) => guardPool(storage.inPool(pool)),
  close: guardVerb((patienceMs) => storage.close(patienceMs as number | undefined), answers(nothing), {
    part,
    name: 'storage.close',
  }) as Storage['close'],
})

const guardPool = (pool: PoolStorage): PoolStorage => {
  refuseConfiguration(
    Object.entries(storePromises).flatMap(([name, promises]) =>
      checkVerbs(pool[name as keyof Stores], promises, ['ports', 'storage', name]),
    ),
  )
  return { ...guardStores(pool), atomically: (work) => guardTransaction(pool, work) }
}

const guardOf = <Store extends keyof Stores>(name: Store): PortGuard<Stores[Store]> =>
  portGuard<Stores[Store]>(storePromises[name], { part, name: `storage.${name}` })

const guards: { readonly [Store in keyof Stores]: PortGuard<Stores[Store]> } = {
  users: guardOf('users'),
  credentials: guardOf('credentials'),
  secondFactors: guardOf('secondFactors'),
  outbox: guardOf('outbox'),
  events: guardOf('events'),
  singleUse: guardOf('singleUse'),
  attempts: guardOf('attempts'),
  knownNetworks: guardOf('knownNetworks'),
  moves: guardOf('moves'),
  poolKeys: guardOf('poolKeys'),
  traits: guardOf('traits'),
}

/** A transaction uses one or two of its stores. The others need no guard. */
const guardStores = (stores: Stores): Stores => ({
  get users() {
    return guards.users(stores.users)
  },
  get credentials() {
    return guards.credentials(stores.credentials)
  },
  get secondFactors() {
    return guards.secondFactors(stores.secondFactors)
  },
  get outbox() {
    return guards.outbox(stores.outbox)
  },
  get events() {
    return guards.events(stores.events)
  },
  get singleUse() {
    return guards.singleUse(stores.singleUse)
  },
  get attempts() {
    return guards.attempts(stores.attempts)
  },
  get knownNetworks() {
    return guards.knownNetworks(stores.knownNetworks)
  },
  get moves() {
    return guards.moves(stores.moves)
  },
  get poolKeys() {
    return guards.poolKeys(stores.poolKeys)
  },
  get traits() {
    return guards.traits(stores.traits)
  },
})

/** How the last run of a transaction's work ended: with a result, or by throwing. */
type Run<T, E> = { ended?: Result<T, E | Unavailable>; thrown?: { readonly cause: unknown } }

const { name }: Named = { part, name: 'storage.atomically' }

/**
 * A transaction answers what the last run of its work answered, or that the storage is unavailable. If the storage says
 * anything else, nobody knows what was written.
 */
const guardTransaction = <T, E>(
  pool: PoolStorage,
  work: (stores: Stores) => ResultAsync<T, E>,
): ResultAsync<T, E | Unavailable> => {
  const run: Run<T, E> = {}
  let answered: unknown
  try {
    answered = pool.atomically((stores) => new ResultAsync(runWork(work, stores, run)))
  } catch (cause) {
    return errAsync(misbehaviour(part, `${name} has thrown`, cause))
  }
  if (!isThenable(answered)) return errAsync(misbehaviour(part, `${name} has not answered a promise`))
  return new ResultAsync(settle(answered, run))
}

const runWork = async <T, E>(
  work: (stores: Stores) => ResultAsync<T, E>,
  stores: Stores,
  run: Run<T, E>,
): Promise<Result<T, E | Unavailable>> => {
  if (!areStores(stores))
    return (run.ended = err(misbehaviour(part, `${name} has given no stores to its work`)))
  try {
    run.ended = await work(guardStores(stores))
  } catch (cause) {
    const failure = carriedBy(cause)
    if (failure === undefined) {
      run.thrown = { cause }
      throw cause
    }
    // As a failure, it ends the transaction like any other failure.
    run.ended = err(failure)
  }
  return run.ended
}

const areStores = (stores: unknown): boolean =>
  isObject(stores) &&
  Object.keys(guards).every((store) => isObject((stores as Readonly<Record<string, unknown>>)[store]))

const settle = async <T, E>(
  answered: PromiseLike<unknown>,
  run: Run<T, E>,
): Promise<Result<T, E | Unavailable>> => {
  try {
    const content = contentOf(await answered)
    const { ended } = run
    if (content === undefined) return err(misbehaviour(part, `${name} has answered no result`))
    if ('error' in content && isUnavailable(content.error)) return err(content.error)
    if (ended?.isOk() === true && 'value' in content && content.value === ended.value) return ok(ended.value)
    if (ended?.isErr() === true && 'error' in content && content.error === ended.error)
      return err(ended.error)
    return err(misbehaviour(part, `${name} has answered something else than its work`))
  } catch (cause) {
    // A bug in the work is not a failure of the storage.
    if (run.thrown !== undefined && run.thrown.cause === cause) throw cause
    return err(misbehaviour(part, `${name} has rejected`, cause))
  }
}
