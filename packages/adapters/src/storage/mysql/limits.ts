import type { Timeouts } from '../timeouts.ts'
import type { Flavour } from './dialect.ts'

/** Adds limits to one statement. */
export type Limit = (sql: string) => string

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000))

/**
 * MariaDB accepts limits for a single statement, so that a pool's sessions stay unchanged. MySQL has no such limits for
 * every kind of statement: there the limits of the session apply.
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
 * The settings of our own connections, made at their beginning. Each setting is a separate statement: a server that
 * does not know one of them keeps the others.
 */
export const sessionLimits = ({ lock, statement }: Timeouts, rest: number): readonly string[] => [
  `SET SESSION innodb_lock_wait_timeout = ${seconds(lock)}`,
  `SET SESSION lock_wait_timeout = ${seconds(lock)}`,
  // MariaDB's name of the setting, and MySQL's.
  `SET SESSION idle_transaction_timeout = ${seconds(rest)}`,
  `SET SESSION max_execution_time = ${statement}`,
]
