import type { PgQuery } from './pool.ts'

/**
 * How each type of column is read, whatever the pool's owner has configured in `pg`. By the numbers of
 * https://www.postgresql.org/docs/18/catalog-pg-type.html.
 */
export const columnTypes: PgQuery['types'] = { getTypeParser: (oid) => parsers[oid] ?? String }

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't',
  17: (text) => Buffer.from(text.slice('\\x'.length), 'hex'),
  // int8: these columns hold times and counts, which a number holds exactly.
  20: Number,
  21: Number,
  23: Number,
}
