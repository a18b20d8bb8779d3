import { inSeconds, newBreak, within } from '../within.ts'
import type { Executable } from './mysql-view.ts'
import type { MysqlConnection } from './pool.ts'

/** A connection that was taken from its pool for one transaction, and goes back at its end. */
export type Connection = Executable & {
  readonly say: (sql: string) => Promise<void>
  readonly commit: () => Promise<void>
  /** Ends the transaction so that nothing of it stays, unless it has ended already. Never fails. */
  readonly rollBack: () => Promise<void>
  /** Returns the connection if no transaction was begun. */
  readonly release: () => void
  /** Closes the connection, whatever is under way on it. */
  readonly breakOff: () => void
}

/**
 * A connection that waits this many ms for an answer and is then broken off. `onBack` is called once it is returned.
 */
export const connectionOn = (taken: MysqlConnection, answerMs: number, onBack: () => void): Connection => {
  const broken = newBreak()
  let isBack = false
  const giveBack = (isBroken: boolean): void => {
    if (isBack) return
    isBack = true
    onBack()
    if (!isBroken) return taken.release()
    broken.happen(new Error('MySQL: the connection was broken off'))
    destroy(taken)
  }
  const answered = async <T>(ask: () => Promise<T>): Promise<T> => {
    // By now another caller may have the connection.
    if (isBack) throw new Error('MySQL: the connection was given up')
    return within(answerMs, broken.orAnswer(ask()), () => {
      giveBack(true)
      return new Error(`MySQL: no answer within ${inSeconds(answerMs)}`)
    })
  }
  const say = async (sql: string): Promise<void> => void (await answered(() => taken.query(sql)))
  return {
    execute: (query) => answered(() => taken.execute(query)),
    say,
    commit: async () => {
      await say('COMMIT')
      giveBack(false)
    },
    rollBack: async () => {
      if (isBack) return
      const isBroken = await say('ROLLBACK').then(
        () => false,
        () => true,
      )
      giveBack(isBroken)
    },
    release: () => giveBack(false),
    breakOff: () => giveBack(true),
  }
}

/** `destroy` of `mysql2` lets the server close the connection, which a server that does not respond does not do. */
const destroy = (taken: MysqlConnection): void => {
  taken.destroy()
  taken.connection.stream?.destroy()
}
