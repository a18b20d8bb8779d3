import { inSnapshot, type Connection } from './connection.ts'

/** `PRAGMA application_id` of our files: "Keep" in ASCII. It tells them from any other program's database. */
export const applicationId: number = 0x4b656570

/**
 * `PRAGMA user_version`: the shape of the tables below. A change of them raises it and brings a migration; none leads
 * here from version 1, which was never released.
 */
export const schemaVersion: number = 2

/**
 * The tables. `user_pool_id` comes first in every key, so that no query can forget it and a pool's records lie together.
 * Ids are made in code; moments are integers, milliseconds since 1970-01-01T00:00:00Z.
 */
const tables = [
  `CREATE TABLE users (
    user_pool_id TEXT NOT NULL,
    id TEXT NOT NULL,
    status TEXT NOT NULL,
    status_changed_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    logins_count INTEGER NOT NULL,
    last_login INTEGER,
    last_ip TEXT,
    document TEXT NOT NULL, -- JSON of every other field
    PRIMARY KEY (user_pool_id, id)
  ) STRICT`,

  // A key is a BLOB: no collation can ever apply to it, and the NUL inside an identity's key survives a textual dump.
  `CREATE TABLE unique_keys (
    user_pool_id TEXT NOT NULL,
    namespace TEXT NOT NULL,
    key BLOB NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (user_pool_id, namespace, key),
    FOREIGN KEY (user_pool_id, user_id) REFERENCES users (user_pool_id, id)
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE credentials (
    user_pool_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    hash_format TEXT NOT NULL,
    hash_cost TEXT NOT NULL,
    hash_encoded TEXT NOT NULL,
    set_at INTEGER NOT NULL,
    must_change INTEGER NOT NULL,
    former TEXT NOT NULL, -- JSON of the hashes before this one
    PRIMARY KEY (user_pool_id, user_id),
    FOREIGN KEY (user_pool_id, user_id) REFERENCES users (user_pool_id, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX credentials_by_cost ON credentials (user_pool_id, hash_format, hash_cost)`,

  // `slot` is the place in the user's list: of two who give a user a first authenticator at one moment, one gets place 0.
  `CREATE TABLE otp_enrolments (
    user_pool_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    slot INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT,
    secret TEXT NOT NULL, -- sealed
    fingerprint TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    digits INTEGER NOT NULL,
    period INTEGER NOT NULL,
    enrolled_at INTEGER NOT NULL,
    proven_at INTEGER,
    last_step INTEGER NOT NULL,
    PRIMARY KEY (user_pool_id, user_id, slot),
    FOREIGN KEY (user_pool_id, user_id) REFERENCES users (user_pool_id, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX otp_enrolments_by_fingerprint ON otp_enrolments (user_pool_id, fingerprint)`,

  `CREATE TABLE recovery_codes (
    user_pool_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    slot INTEGER NOT NULL,
    id TEXT NOT NULL,
    hash TEXT NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (user_pool_id, user_id, slot),
    FOREIGN KEY (user_pool_id, user_id) REFERENCES users (user_pool_id, id)
  ) STRICT, WITHOUT ROWID`,

  // A notice waits while `sent_at` is NULL and nobody's lease is running.
  `CREATE TABLE outbox (
    user_pool_id TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    url TEXT NOT NULL,
    secret TEXT, -- sealed; NULL once sent
    created_at INTEGER NOT NULL,
    lease_until INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER,
    PRIMARY KEY (user_pool_id, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX outbox_unsent ON outbox (user_pool_id, created_at, id) WHERE sent_at IS NULL`,

  `CREATE TABLE single_use (
    user_pool_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    key BLOB NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (user_pool_id, kind, key)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX single_use_until ON single_use (user_pool_id, until)`,

  // Attempts in a row: how many were made, when the next may be, and when all of them are forgotten.
  `CREATE TABLE attempts (
    user_pool_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    key BLOB NOT NULL,
    made INTEGER NOT NULL,
    open_at INTEGER NOT NULL,
    forget_at INTEGER NOT NULL,
    PRIMARY KEY (user_pool_id, kind, key)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX attempts_forget_at ON attempts (user_pool_id, forget_at)`,

  `CREATE TABLE known_sources (
    user_pool_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    source BLOB NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (user_pool_id, user_id, source)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX known_sources_until ON known_sources (user_pool_id, until)`,
]

/**
 * Makes the tables in a database that has none, in one transaction, under the write lock: of two processes that open a
 * new file at one moment, one makes them and the other finds them made. Throws where the database is not ours.
 */
export const ensureSchema = (connection: Connection): void => {
  if (identify(connection) === 'ours') return
  connection.run('BEGIN IMMEDIATE')
  try {
    if (contentOf(connection) === 'empty') create(connection)
    connection.run('COMMIT')
  } finally {
    if (connection.inTransaction()) connection.run('ROLLBACK')
  }
}

/**
 * Whether the database is ours, of this schema, or has nothing in it. Throws, and changes nothing, where it is neither.
 * It looks at one state: a process that is making the tables at this moment has made all of them, or none.
 */
export const identify = (connection: Connection): Content => inSnapshot(connection, contentOf)

type Content = 'empty' | 'ours'

const contentOf = (connection: Connection): Content => {
  const owner = connection.pragma('application_id')
  const version = connection.pragma('user_version')
  if (owner === applicationId) {
    if (version === schemaVersion) return 'ours'
    throw new Error(
      `the database has schema version ${String(version)}; this release reads version ${schemaVersion}`,
    )
  }
  if (owner !== 0 || version !== 0 || connection.get('SELECT 1 FROM sqlite_schema LIMIT 1') !== undefined)
    throw new Error('the database belongs to another program')
  return 'empty'
}

const create = (connection: Connection): void => {
  for (const table of tables) connection.run(table)
  connection.run(`PRAGMA application_id = ${applicationId}`)
  connection.run(`PRAGMA user_version = ${schemaVersion}`)
}
