import { outliveErrorsOf } from '../ignore-error-events.ts'
import { placesOf } from '../places.ts'
import type { Waits } from '../timeouts.ts'
import { inSeconds, within } from '../within.ts'
import { connectionOn, type Connection } from './connection.ts'
import type { MysqlConnection, MysqlPool } from './pool.ts'

/** The connections of a pool, each taken for one statement or transaction. */
export type Connections = {
  /** Takes a connection, with the statements that begin its transaction. */
  readonly take: (...begin: readonly string[]) => Promise<Connection>
  /** Breaks off everything under way, and begins nothing more. */
  readonly breakOff: () => void
}

/** @param places how many connections the pool gives at a time, if that is known */
export const connectionsOf = (pool: MysqlPool, waits: Waits, places?: number): Connections => {
  const takePlace = placesOf('MySQL', places, waits, (ms) => connectionIn(pool, ms))
  const taken = new Set<Connection>()
  let isOver = false
  return {
    take: async (...begin) => {
      if (isOver) throw closed()
      const { connection: given, leave } = await takePlace()
      if (isOver) {
        given.release()
        leave()
        throw closed()
      }
      const connection = connectionOn(given, waits.answer, () => {
        taken.delete(connection)
        leave()
      })
      taken.add(connection)
      try {
        for (const each of begin) await connection.say(each)
        return connection
      } catch (error) {
        await connection.rollBack()
        throw error
      }
    },
    breakOff: () => {
      isOver = true
      for (const connection of taken) connection.breakOff()
    },
  }
}

const closed = (): Error => new Error('the storage is closed')

const connectionIn = (pool: MysqlPool, ms: number): Promise<MysqlConnection> => {
  let isLate = false
  const connection = pool.getConnection().then((given) => {
    outliveErrorsOf(given.connection)
    if (isLate) given.release()
    return given
  })
  return within(ms, connection, () => {
    isLate = true
    return new Error(`MySQL: no connection within ${inSeconds(ms)}`)
  })
}
