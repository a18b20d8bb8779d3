import { inSeconds, newBreak, within } from '../within.ts'
import { columnTypes } from './column-types.ts'
import { canCopy, sendCopies } from './copy-message.ts'
import type { Copy } from './copy-rows.ts'
import type { PgClient, PgQuery, PgResult } from './pool.ts'

/** A connection that was taken from its pool for one transaction, and goes back at its end. */
export type Client = {
  readonly query: (query: PgQuery) => Promise<PgResult>
  /** Runs one statement, or several in one message. */
  readonly say: (text: string) => Promise<unknown>
  /** Copies rows in one message; absent if the connection cannot do it. */
  readonly copy?: (copies: readonly Copy[]) => Promise<void>
  readonly commit: () => Promise<void>
  /** Ends the transaction so that nothing of it stays, unless it has ended already. Never fails. */
  readonly rollBack: () => Promise<void>
  /** Closes the connection, whatever is under way on it. */
  readonly breakOff: () => void
}

/**
 * A connection that waits this many ms for an answer and is then broken off. `onBack` is called once it is returned.
 */
export const clientOn = (taken: PgClient, answerMs: number, onBack: () => void): Client => {
  const broken = newBreak()
  let isBack = false
  const giveBack = (isBroken: boolean): void => {
    if (isBack) return
    isBack = true
    onBack()
    if (isBroken) broken.happen(new Error('PostgreSQL: the connection was broken off'))
    taken.release(isBroken)
  }
  const answered = async <T>(ask: () => Promise<T>): Promise<T> => {
    // By now another caller may have the connection.
    if (isBack) throw new Error('PostgreSQL: the connection was given up')
    return within(answerMs, broken.orAnswer(ask()), () => {
      giveBack(true)
      return new Error(`PostgreSQL: no answer within ${inSeconds(answerMs)}`)
    })
  }
  const query = (statement: PgQuery): Promise<PgResult> => answered(() => taken.query(statement))
  const say = (text: string): Promise<PgResult | readonly PgResult[]> =>
    query({ text, values: [], types: columnTypes })
  return {
    query,
    say,
    ...(canCopy(taken) && { copy: (copies) => answered(() => sendCopies(taken, copies)) }),
    commit: async () => {
      const answers = [await say(commit)].flat()
      // If a statement has failed, the server answers a COMMIT by undoing everything.
      if (answers.at(-1)?.command !== 'COMMIT') throw new Error('PostgreSQL has undone the transaction')
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
    breakOff: () => giveBack(true),
  }
}

/**
 * Without the limit: a server that waits for its standbys would stop waiting after it, and report that everything is
 * done (`SyncRepWaitForLSN` of its `syncrep.c`).
 */
const commit = 'SET LOCAL statement_timeout = 0; COMMIT'
