import type { PgClient, PgPool, PgQuery, PgResult } from './pool.ts'
import { columnTypes } from './column-types.ts'

/** A connection that was taken from its pool for one transaction, and goes back at its end. */
export type Client = {
  readonly query: (query: PgQuery) => Promise<PgResult>
  readonly say: (text: string) => Promise<PgResult>
  readonly commit: () => Promise<void>
  /** Ends the transaction without a trace, unless it has ended already. Never fails. */
  readonly rollBack: () => Promise<void>
}

/** Takes a connection and begins a transaction on it. */
export const takeClient = async (pool: PgPool, begin: string): Promise<Client> => {
  const taken = await pool.connect()
  // A connection that breaks between two statements says so by an event; the next statement will fail.
  taken.on('error', ignore)
  const client = clientOn(taken)
  try {
    await client.say(begin)
    return client
  } catch (error) {
    await client.rollBack()
    throw error
  }
}

const ignore = (): void => undefined

const clientOn = (taken: PgClient): Client => {
  let isBack = false
  const giveBack = (isBroken: boolean): void => {
    isBack = true
    taken.off('error', ignore)
    taken.release(isBroken)
  }
  const say = (text: string): Promise<PgResult> => taken.query({ text, values: [], types: columnTypes })
  return {
    query: (query) => taken.query(query),
    say,
    commit: async () => {
      const { command } = await say('COMMIT')
      // Where a statement has failed, the server answers a COMMIT by undoing everything.
      if (command !== 'COMMIT') throw new Error('PostgreSQL has undone the transaction')
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
  }
}
