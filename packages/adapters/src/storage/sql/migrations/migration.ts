import type { Dialect } from '../dialect.ts'
import type { Statement } from '../view.ts'

/**
 * One step from a schema to the next. A released migration is never changed. Each of its statements does nothing if it
 * was done already, because MySQL commits every one by itself, and a process may die between two.
 */
export type Migration = {
  readonly version: number
  readonly statements: (dialect: Dialect) => readonly Statement<unknown>[]
}
