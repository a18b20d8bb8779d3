import type { Timeouts } from '../timeouts.ts'
import type { Flavour } from './dialect.ts'

/** Puts limits on one statement. */
export type Limit = (sql: string) => string

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000))

/**
 * MariaDB keeps limits that come with a statement, so that nothing of a pool's sessions has to change. MySQL knows no such
 * thing for every kind of statement: there the limits of the session count.
 */
export const limitOf = (
  flavour: Flavour,
  { lock, statement }: Pick<Timeouts, 'lock' | 'statement'>,
): Limit =>
  flavour === 'mysql'
    ? unlimited
    : (sql) =>
        `SET STATEMENT lock_wait_timeout = ${seconds(lock)}, innodb_lock_wait_timeout = ${seconds(lock)}, max_statement_time = ${seconds(statement)} FOR ${sql}`

export const unlimited: Limit = (sql) => sql

/**
 * What a connection of our own is told at its beginning. Each is said by itself: a server that does not know one of them
 * keeps the others.
 */
export const sessionLimits = ({ lock, statement }: Timeouts, rest: number): readonly string[] => [
  `SET SESSION innodb_lock_wait_timeout = ${seconds(lock)}`,
  `SET SESSION lock_wait_timeout = ${seconds(lock)}`,
  // MariaDB's word, and MySQL's.
  `SET SESSION idle_transaction_timeout = ${seconds(rest)}`,
  `SET SESSION max_execution_time = ${statement}`,
]
