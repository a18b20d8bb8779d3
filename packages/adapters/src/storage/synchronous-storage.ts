import { unavailable, type Storage, type Stores, type Unavailable, type UserPoolId } from '@keepsake/domain'
import { errAsync, ResultAsync, err, ok, type Result } from 'neverthrow'
import pLimit from 'p-limit'
import { patiently } from './patiently.ts'
import type { Change, Engine, Transaction } from './synchronous-engine.ts'

/** How the verbs of a store reach their engine: each in a transaction of its own, or all in one that is under way. */
export type Session<View> = {
  readonly read: <T>(query: (view: View) => T) => ResultAsync<T, Unavailable>
  readonly write: <T, E>(change: Change<View, T, E>) => ResultAsync<T, E | Unavailable>
}

/** The stores of a pool, over a session. */
export type StoresOver<View> = (session: Session<View>, pool: UserPoolId) => Stores

/**
 * A storage over an engine that answers at once. Transactions take turns, in the order in which they were asked for,
 * and one may wait for other things between its steps; reads outside of it see what is committed and wait for nobody.
 */
export const synchronousStorage = <View>(engine: Engine<View>, storesOver: StoresOver<View>): Storage => {
  const inTurn = pLimit(1)
  let closing: ResultAsync<void, Unavailable> | undefined

  const settle = <T, E>(run: () => Promise<Result<T, E>>): ResultAsync<T, E | Unavailable> =>
    closing === undefined ? caught(engine, run) : errAsync(refusal('the storage is closed'))

  return {
    inPool: (pool) => {
      const transact = <T, E>(work: Work<View, T, E>): ResultAsync<T, E | Unavailable> =>
        settle(() => inTurn(() => patiently(engine, () => runTransaction(engine, pool, work))))
      const alone: Session<View> = {
        read: (query) => settle(() => patiently(engine, async () => ok(engine.read(pool, query)))),
        write: (change) => transact((session) => session.write(change)),
      }
      return {
        ...storesOver(alone, pool),
        atomically: (work) => transact((session) => work(storesOver(session, pool))),
      }
    },
    close: () => (closing ??= caught(engine, () => inTurn(async () => ok(engine.close())))),
  }
}

type Work<View, T, E> = (session: Session<View>) => ResultAsync<T, E>

const refusal = (reason: string): Unavailable => unavailable('storage', new Error(reason))

const caught = <View, T, E>(
  engine: Engine<View>,
  run: () => Promise<Result<T, E>>,
): ResultAsync<T, E | Unavailable> =>
  new ResultAsync<T, E | Unavailable>(run().catch((error: unknown) => err(engine.toUnavailable(error))))

const runTransaction = async <View, T, E>(
  engine: Engine<View>,
  pool: UserPoolId,
  work: Work<View, T, E>,
): Promise<Result<T, E>> => {
  const transaction = engine.begin(pool)
  const { session, end } = join(engine, transaction)
  try {
    const result = await work(session)
    const failure = end()
    if (failure !== undefined) throw failure.error
    if (result.isOk()) transaction.commit()
    return result
  } finally {
    end()
    transaction.rollback()
  }
}

type EngineFailure = { readonly error: unknown }

type Joined<View> = {
  readonly session: Session<View>
  /** Lets no further verb in, and answers what the engine failed with, if it did: nothing may be committed then. */
  readonly end: () => EngineFailure | undefined
}

/**
 * A session inside a transaction. Once the engine has failed, it may have undone everything by itself (a full disk makes
 * SQLite do so), and a later verb would write outside of any transaction: so no verb gets in any more.
 */
const join = <View>(engine: Engine<View>, transaction: Transaction<View>): Joined<View> => {
  let failure: EngineFailure | undefined
  let ended = false

  const step = <T, E>(run: () => Result<T, E>): ResultAsync<T, E | Unavailable> => {
    if (ended) return errAsync(refusal('the transaction has ended'))
    if (failure !== undefined) return errAsync(engine.toUnavailable(failure.error))
    try {
      return new ResultAsync<T, E | Unavailable>(Promise.resolve(run()))
    } catch (error) {
      failure = { error }
      return errAsync(engine.toUnavailable(error))
    }
  }

  return {
    session: {
      read: (query) => step(() => ok(query(transaction.view))),
      write: (change) => step(() => transaction.write(change)),
    },
    end: () => {
      ended = true
      return failure
    },
  }
}
