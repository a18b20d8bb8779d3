import type { Emitter } from '../ignore-error-events.ts'

/** A statement as `pg` takes it: `$1` for the first value, and how each type of column is read. */
export type PgQuery = {
  readonly text: string
  readonly values: readonly unknown[]
  readonly types: { readonly getTypeParser: (oid: number) => (text: string) => unknown }
}

/** The part of a `pg` result that we read. */
export type PgResult = {
  readonly rows: readonly unknown[]
  readonly rowCount: number | null
  readonly command: string
}

/** The part of a `pg.PoolClient` that we use. */
export type PgClient = Emitter & {
  readonly query: (query: PgQuery) => Promise<PgResult>
  readonly release: (destroy?: boolean) => void
}

/** The part of a `pg.Pool` that we use. */
export type PgPool = Emitter & {
  /**
   * Calls back at the same moment at which the pool gives out the client: an error of the client may follow at once.
   */
  readonly connect: (then: (error: Error | undefined, client: PgClient | undefined) => void) => void
}
