/**
 * The tables, and what their columns hold. `user_pool_id` comes first everywhere and in every key, so that no query can
 * forget it, a pool's records are stored together, and a cluster may spread pools over machines. Ids are made in code.
 *
 * `id`: up to 128 characters, compared byte by byte. `key`: up to 1,536 bytes, to which no collation can ever apply.
 * `text`: of any length, compared byte by byte. `number`: a whole number, also a time in milliseconds since
 * 1970-01-01T00:00:00Z. With `?` it may be NULL.
 */
export const tables = {
  keepsake_users: {
    user_pool_id: 'id',
    id: 'id',
    version: 'number',
    status: 'id',
    status_changed_at: 'number',
    created_at: 'number',
    updated_at: 'number',
    logins_count: 'number',
    last_login: 'number?',
    last_ip: 'text?',
    /** JSON of every other field. */
    document: 'text',
    /**
     * JSON of the keys and terms that the two next tables hold of the user. The rows there are found by their own keys.
     */
    findable: 'text',
  },
  keepsake_unique_keys: { user_pool_id: 'id', namespace: 'id', unique_key: 'key', user_id: 'id' },
  /** What users are listed by, in addition to columns: `term` is a search term, or the id of a department or tenant. */
  keepsake_user_terms: { user_pool_id: 'id', kind: 'id', term: 'key', user_id: 'id' },
  keepsake_credentials: {
    user_pool_id: 'id',
    user_id: 'id',
    hash_format: 'id',
    hash_cost: 'id',
    hash_encoded: 'text',
    set_at: 'number',
    must_change: 'number',
    /** JSON of the earlier hashes. */
    former: 'text',
    /** JSON of where it was moved from; NULL if it was set here. */
    origin: 'text?',
  },
  /**
   * `slot` is the place in the user's list. If two callers give a user a first authenticator at the same time, one gets
   * place 0.
   */
  keepsake_authenticators: {
    user_pool_id: 'id',
    user_id: 'id',
    slot: 'number',
    id: 'id',
    name: 'text?',
    /** Sealed. */
    secret: 'text',
    fingerprint: 'id',
    algorithm: 'id',
    digits: 'number',
    period: 'number',
    enrolled_at: 'number',
    proven_at: 'number?',
    last_step: 'number',
  },
  keepsake_recovery_codes: {
    user_pool_id: 'id',
    user_id: 'id',
    slot: 'number',
    id: 'id',
    hash: 'text',
    fingerprint: 'id',
    used_at: 'number?',
  },
  /**
   * What was used of users' secrets (`kind` is `secret`: everything before `used_until`) and recovery codes (`code`),
   * by fingerprint. It outlives their rows, and is removed with the user.
   */
  keepsake_second_factor_uses: {
    user_pool_id: 'id',
    user_id: 'id',
    kind: 'id',
    fingerprint: 'id',
    used_until: 'number',
  },
  /**
   * Notices for users. An item waits while it has a `due_at`, which a lease moves into the future. Otherwise it has a
   * `sent_at` or a `died_at`.
   */
  keepsake_outbox: {
    user_pool_id: 'id',
    id: 'id',
    user_id: 'id',
    /** Empty if there is none. */
    channel: 'id',
    /** JSON of every other field of the item. */
    document: 'text',
    /** Sealed; NULL once sent. */
    secret: 'text?',
    created_at: 'number',
    due_at: 'number?',
    attempts: 'number',
    sent_at: 'number?',
    died_at: 'number?',
    failure: 'id?',
    reason: 'text?',
  },
  /** Events for other services. It has the same columns; `channel` names an endpoint and `secret` is NULL. */
  keepsake_events: {
    user_pool_id: 'id',
    id: 'id',
    user_id: 'id',
    channel: 'id',
    document: 'text',
    secret: 'text?',
    created_at: 'number',
    due_at: 'number?',
    attempts: 'number',
    sent_at: 'number?',
    died_at: 'number?',
    failure: 'id?',
    reason: 'text?',
  },
  keepsake_single_use: { user_pool_id: 'id', kind: 'id', single_key: 'key', until: 'number' },
  /** Attempts in a row: how many were made, when the next one may be made, and when all of them are forgotten. */
  keepsake_attempts: {
    user_pool_id: 'id',
    kind: 'id',
    attempt_key: 'key',
    made: 'number',
    open_at: 'number',
    forget_at: 'number',
    /** With a space between two. */
    marks: 'text',
  },
  keepsake_known_networks: { user_pool_id: 'id', user_id: 'id', network: 'key', until: 'number' },
  /** Keys of the pool itself, one for each purpose. */
  keepsake_pool_keys: {
    user_pool_id: 'id',
    purpose: 'id',
    id: 'id',
    /** Sealed. */
    secret: 'text',
    created_at: 'number',
  },
  keepsake_moves: {
    user_pool_id: 'id',
    id: 'id',
    move_number: 'number',
    source: 'id',
    state: 'id',
    version: 'number',
    planned_at: 'number',
    /** JSON of every other field. */
    document: 'text',
  },
  /** The move of a source that is under way: one at a time. */
  keepsake_running_moves: { user_pool_id: 'id', source: 'id', move_id: 'id' },
  keepsake_move_chunks: {
    user_pool_id: 'id',
    move_id: 'id',
    chunk_no: 'number',
    state: 'id',
    attempt: 'number',
    holder: 'text?',
    lease_until: 'number?',
    /** JSON of what the chunk does. */
    work: 'text',
    /** JSON of what became of its rows. */
    counts: 'text',
  },
  keepsake_refused_move_rows: {
    user_pool_id: 'id',
    move_id: 'id',
    row_no: 'number',
    chunk_no: 'number',
    /** JSON of position and issues. */
    document: 'text',
  },
  /** The ledger of each source: which user a row became, and what was brought and written last. */
  keepsake_move_rows: {
    user_pool_id: 'id',
    source: 'id',
    /** A keyed digest, which stays if the user is removed. */
    key_digest: 'id',
    revision: 'number',
    source_key: 'text?',
    user_id: 'id?',
    outcome: 'id',
    move_id: 'id?',
    fingerprint: 'id?',
    /** JSON of a digest for each field; NULL if there is none. */
    field_digests: 'text?',
    version_after: 'number?',
    password_set_at: 'number?',
    /** JSON of sealed texts; NULL if there is none. */
    before_images: 'text?',
  },
  /** What the records of a pool were made with. */
  keepsake_pool_traits: { user_pool_id: 'id', trait: 'id', trait_value: 'id' },
} as const

export type TableName = keyof typeof tables

/** What a column may hold. */
export type ColumnKind = 'id' | 'key' | 'text' | 'number'

type ValueOfKind = {
  readonly id: string
  readonly key: Uint8Array
  readonly text: string
  readonly number: number
}

type ValueOf<Declared> = Declared extends `${infer Kind extends ColumnKind}?`
  ? ValueOfKind[Kind] | null
  : Declared extends ColumnKind
    ? ValueOfKind[Declared]
    : never

/** One row of each table, by column, as Kysely takes it. */
export type Schema = {
  [T in TableName]: { [C in keyof (typeof tables)[T]]: ValueOf<(typeof tables)[T][C]> }
}

/** One row of a table. */
export type RowOf<T extends TableName> = { readonly [C in keyof Schema[T]]: Schema[T][C] }

/** The columns of a table in the order of their declaration: the order in which rows are written. */
export const columnsOf = (table: TableName): readonly (readonly [name: string, kind: ColumnKind])[] =>
  Object.entries(tables[table]).map(([name, declared]) => [name, declared.replace('?', '') as ColumnKind])

/** Whether a column may be NULL. */
export const isOptional = (table: TableName, column: string): boolean =>
  Object.entries(tables[table]).some(([name, declared]) => name === column && declared.endsWith('?'))
