/** A row of a result by the names of its columns. */
export type SqlRow = Readonly<Record<string, unknown>>

/** Reads the rows of a query one after the other, and leaves the first ones out. Changes nothing. */
export type SqlRows = (query: string, leaveOut: number) => AsyncGenerator<SqlRow>
