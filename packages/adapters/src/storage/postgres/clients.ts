import { outliveErrorsOf } from '../ignore-error-events.ts'
import { placesOf } from '../places.ts'
import type { Waits } from '../timeouts.ts'
import { inSeconds, within } from '../within.ts'
import { clientOn, type Client } from './client.ts'
import type { PgClient, PgPool } from './pool.ts'

/** The connections of a pool, each taken for one transaction. */
export type Clients = {
  /** Takes a connection and begins a transaction on it with the given statements, in one message. */
  readonly take: (begin: string) => Promise<Client>
  /** Breaks off every transaction under way, and begins no other. */
  readonly breakOff: () => void
}

/** @param places how many connections the pool gives at a time, if that is known */
export const clientsOf = (pool: PgPool, waits: Waits, places?: number): Clients => {
  outliveErrorsOf(pool)
  const takePlace = placesOf('PostgreSQL', places, waits, (ms) => connectionOf(pool, ms))
  const taken = new Set<Client>()
  let isOver = false
  return {
    take: async (begin) => {
      if (isOver) throw closed()
      const { connection, leave } = await takePlace()
      if (isOver) {
        connection.release()
        leave()
        throw closed()
      }
      const client = clientOn(connection, waits.answer, () => {
        taken.delete(client)
        leave()
      })
      taken.add(client)
      try {
        await client.say(begin)
        return client
      } catch (error) {
        await client.rollBack()
        throw error
      }
    },
    breakOff: () => {
      isOver = true
      for (const client of taken) client.breakOff()
    },
  }
}

const closed = (): Error => new Error('the storage is closed')

const connectionOf = (pool: PgPool, ms: number): Promise<PgClient> => {
  let isLate = false
  const connection = new Promise<PgClient>((resolve, reject) => {
    pool.connect((error, client) => {
      if (client === undefined) return reject(error ?? new Error('PostgreSQL: the pool has no connection'))
      outliveErrorsOf(client)
      if (isLate) client.release()
      else resolve(client)
    })
  })
  return within(ms, connection, () => {
    isLate = true
    return new Error(`PostgreSQL: no connection within ${inSeconds(ms)}`)
  })
}
