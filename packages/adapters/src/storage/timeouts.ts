/** How long to wait for a database server, in ms. What takes longer fails, and nothing of it is reported as done. */
export type Timeouts = {
  /** For a new connection. */
  readonly connect: number
  /** For a lock that another transaction holds. For this long, work that other transactions block is run again. */
  readonly lock: number
  /** For one statement, by the server's clock. The answer may take three seconds longer to arrive. */
  readonly statement: number
}

/** Longer than any statement takes, shorter than a caller waits. */
export const usualTimeouts: Timeouts = { connect: 5000, lock: 10_000, statement: 15_000 }

export type TimeoutOptions = {
  /** How long to wait for the server. Absent values are those of `usualTimeouts`. */
  readonly timeouts?: Partial<Timeouts>
}

/** How much longer than the server's own limit an answer may take, in ms: a server that does not respond gives none. */
const onItsWay = 3000

/**
 * How long to wait for a free place in the pool, for a new connection, and for the answer to one statement, in ms.
 *
 * A place: while all of them are taken, those in front may rightly wait for a lock and then for a statement. To give up
 * before that would refuse callers only because there are many of them.
 */
export type Waits = { readonly place: number; readonly connect: number; readonly answer: number }

export const waitsOf = ({ connect, lock, statement }: Timeouts): Waits => ({
  place: lock + statement,
  connect,
  answer: statement + onItsWay,
})

/** How long the server lets a transaction rest between two statements, in ms: its process may be stopped or gone. */
export const restTimeout: number = 60_000

/** How long one statement of a migration may take, in ms: it may have to read all data. */
export const migrationTimeout: number = 600_000
