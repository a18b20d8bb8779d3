import { unavailable, type Storage, type Stores, type Unavailable, type UserPoolId } from '@keepsake/domain'
import { err, errAsync, ok, ResultAsync, type Result } from 'neverthrow'
import pLimit from 'p-limit'
import { declined, type Change, type Engine, type Query, type Transaction } from './engine.ts'
import { patiently } from './retry.ts'
import { newWork } from './work.ts'

/** How the verbs of a store reach their engine: each by itself, or all in one transaction that is under way. */
export type Session<View> = {
  /** Reads one state, as often as it needs. */
  readonly read: <T>(query: Query<View, T>) => ResultAsync<T, Unavailable>
  /** The same for a query of one statement, which needs no transaction. */
  readonly readOne: <T>(query: Query<View, T>) => ResultAsync<T, Unavailable>
  /** Makes a change as a whole or not at all. */
  readonly write: <T, E>(change: Change<View, T, E>) => ResultAsync<T, E | Unavailable>
  /** The same for a change in which each statement is independent. It answers no error of its own. */
  readonly writeOne: <T>(change: Change<View, T, never>) => ResultAsync<T, Unavailable>
}

/** The stores of a pool, over a session. */
export type StoresOver<View> = (session: Session<View>, pool: UserPoolId) => Stores

/** A storage over an engine. A transaction may wait for other things between its steps. */
export const storageOver = <View>(engine: Engine<View>, storesOver: StoresOver<View>): Storage => {
  const underWay = newWork()
  let closing: ResultAsync<void, Unavailable> | undefined

  const settle = <T, E>(run: () => Promise<Result<T, E>>): ResultAsync<T, E | Unavailable> =>
    closing === undefined
      ? caught(engine, underWay.watch(patiently(engine, run)))
      : errAsync(refusal('the storage is closed'))
  const close = async (patienceMs: number): Promise<Result<void, never>> => {
    if (!(await underWay.endWithin(patienceMs))) {
      engine.breakOff?.()
      await underWay.endWithin(breakOffMs)
      underWay.giveUp(new Error('the storage was closed before this was done'))
    }
    return ok(await engine.close())
  }

  return {
    inPool: (pool) => {
      const read = <T>(query: Query<View, T>): ResultAsync<T, Unavailable> =>
        settle(async () => ok(await engine.read(pool, query)))
      const write = <T, E>(change: Change<View, T, E>): ResultAsync<T, E | Unavailable> =>
        settle(() => inTransaction(engine.begin, pool, async ({ view }) => change(view)))
      const direct = engine.direct?.(pool)
      const alone: Session<View> =
        direct === undefined
          ? { read, readOne: read, write, writeOne: write }
          : {
              read,
              readOne: (query) => settle(async () => ok(await query(direct))),
              write,
              writeOne: (change) => settle(async () => change(direct)),
            }
      return {
        ...storesOver(alone, pool),
        atomically: (work) =>
          settle(() =>
            inBulk(engine, pool, (transaction) =>
              runWork(engine, transaction, (session) => work(storesOver(session, pool))),
            ),
          ),
      }
    },
    close: (patienceMs = closeMs) => (closing ??= caught(engine, close(patienceMs))),
  }
}

/** In ms: shorter than an operator waits after asking a process to end, and longer than most work takes. */
const closeMs = 10_000

/** How long work that was broken off may take to notice it, in ms. */
const breakOffMs = 500

const refusal = (reason: string): Unavailable => unavailable('storage', new Error(reason))

const caught = <View, T, E>(
  engine: Engine<View>,
  running: Promise<Result<T, E>>,
): ResultAsync<T, E | Unavailable> =>
  new ResultAsync<T, E | Unavailable>(running.catch((error: unknown) => err(engine.toUnavailable(error))))

type Work<View, T, E> = (transaction: Transaction<View>) => Promise<Result<T, E>>

const inBulk = async <View, T, E>(
  { begin, beginInBulk }: Engine<View>,
  pool: UserPoolId,
  work: Work<View, T, E>,
): Promise<Result<T, E>> => {
  if (beginInBulk === undefined) return inTransaction(begin, pool, work)
  try {
    return await inTransaction(beginInBulk, pool, work)
  } catch (error) {
    if (error !== declined) throw error
    return inTransaction(begin, pool, work)
  }
}

const inTransaction = async <View, T, E>(
  begin: Engine<View>['begin'],
  pool: UserPoolId,
  work: Work<View, T, E>,
): Promise<Result<T, E>> => {
  const transaction = await begin(pool)
  try {
    const result = await work(transaction)
    if (result.isOk()) await transaction.commit()
    return result
  } finally {
    await transaction.rollback()
  }
}

const runWork = async <View, T, E>(
  engine: Engine<View>,
  transaction: Transaction<View>,
  work: (session: Session<View>) => ResultAsync<T, E>,
): Promise<Result<T, E>> => {
  const { session, end } = join(engine, transaction)
  const done = async (): Promise<{ readonly answer: Result<T, E> }> => ({ answer: await work(session) })
  const result = await done().catch((thrown: unknown) => ({ thrown }))
  // What the work makes of a failure of the engine does not count: the engine may ask for another try.
  const failure = await end()
  if (failure !== undefined) throw failure.error
  if ('thrown' in result) throw result.thrown
  return result.answer
}

type EngineFailure = { readonly error: unknown }

type Joined<View> = {
  readonly session: Session<View>
  /**
   * Admits no further verb, waits for one that is still running, and answers the failure of the engine, if there was
   * one: in that case nothing may be committed.
   */
  readonly end: () => Promise<EngineFailure | undefined>
}

/**
 * A session inside a transaction. Once the engine has failed, it may have undone everything by itself (SQLite does so
 * on a full disk), and a later verb would write outside any transaction. So no further verb is admitted.
 */
const join = <View>(engine: Engine<View>, transaction: Transaction<View>): Joined<View> => {
  const inTurn = pLimit(1)
  let failure: EngineFailure | undefined
  let ended = false

  const step = <T, E>(run: () => Promise<Result<T, E>>): ResultAsync<T, E | Unavailable> => {
    const guarded = async (): Promise<Result<T, E | Unavailable>> => {
      if (failure !== undefined) return err(engine.toUnavailable(failure.error))
      try {
        return await run()
      } catch (error) {
        failure = { error }
        return err(engine.toUnavailable(error))
      }
    }
    return ended ? errAsync(refusal('the transaction has ended')) : new ResultAsync(inTurn(guarded))
  }
  const read = <T>(query: Query<View, T>): ResultAsync<T, Unavailable> =>
    step(async () => ok(await query(transaction.view)))

  return {
    session: {
      read,
      readOne: read,
      write: (change) => step(() => transaction.write(change)),
      writeOne: (change) => step(async () => change(transaction.view)),
    },
    end: async () => {
      ended = true
      await inTurn(() => undefined)
      return failure
    },
  }
}
