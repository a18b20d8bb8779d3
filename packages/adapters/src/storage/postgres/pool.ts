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
export type PgClient = {
  readonly query: (query: PgQuery) => Promise<PgResult>
  readonly release: (destroy?: boolean) => void
  readonly on: (event: 'error', listener: () => void) => unknown
  readonly off: (event: 'error', listener: () => void) => unknown
}

/** The part of a `pg.Pool` that we use. */
export type PgPool = {
  readonly connect: () => Promise<PgClient>
  readonly query: (query: PgQuery) => Promise<PgResult>
}
