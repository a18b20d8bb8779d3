/** How long to wait for a database server, in ms. What takes longer fails, and nothing of it is reported as done. */
export type Timeouts = {
  /** For a connection: a free one of the pool, or a new one. */
  readonly connect: number
  /** For a lock that another transaction keeps; this long, work is run again that others stand in the way of. */
  readonly lock: number
  /** For one statement, by the server's clock. The answer may take three seconds longer to arrive. */
  readonly statement: number
}

/** Longer than any statement takes, shorter than what a caller waits for. */
export const usualTimeouts: Timeouts = { connect: 5000, lock: 10_000, statement: 15_000 }

export type TimeoutOptions = {
  /** How long to wait for the server. Where one is absent, `usualTimeouts` has it. */
  readonly timeouts?: Partial<Timeouts>
}

/** How long an answer may be on its way after the server had to give up, in ms: a server that stands still gives none. */
const onItsWay = 3000

/** How long to wait for a connection, and for the answer to one statement, in ms. */
export type Waits = { readonly connect: number; readonly answer: number }

export const waitsOf = ({ connect, statement }: Timeouts): Waits => ({
  connect,
  answer: statement + onItsWay,
})

/** How long the server lets a transaction rest between two statements, in ms: its process may stand still, or be gone. */
export const restTimeout: number = 60_000

/** How long one statement of a migration may take, in ms: it may have to read all that there is. */
export const migrationTimeout: number = 600_000
