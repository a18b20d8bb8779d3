import type { MysqlConnection, MysqlPool } from './pool.ts'
import type { Executable } from './mysql-view.ts'

/** A connection that was taken from its pool for one transaction, and goes back at its end. */
export type Connection = Executable & {
  readonly say: (sql: string) => Promise<void>
  readonly commit: () => Promise<void>
  /** Ends the transaction without a trace, unless it has ended already. Never fails. */
  readonly rollBack: () => Promise<void>
}

/** Takes a connection and says how its transaction begins. */
export const takeConnection = async (pool: MysqlPool, ...begin: readonly string[]): Promise<Connection> => {
  const connection = connectionOn(await pool.getConnection())
  try {
    for (const each of begin) await connection.say(each)
    return connection
  } catch (error) {
    await connection.rollBack()
    throw error
  }
}

const connectionOn = (taken: MysqlConnection): Connection => {
  let isBack = false
  const say = async (sql: string): Promise<void> => void (await taken.query(sql))
  return {
    execute: (query) => taken.execute(query),
    say,
    commit: async () => {
      await say('COMMIT')
      isBack = true
      taken.release()
    },
    rollBack: async () => {
      if (isBack) return
      isBack = true
      await say('ROLLBACK').then(
        () => taken.release(),
        () => taken.destroy(),
      )
    },
  }
}
