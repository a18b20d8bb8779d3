import { makeTable, type NewTable } from './make-table.ts'
import type { Migration } from './migration.ts'
import { moveTables } from './version-1-moves.ts'

/** A table for an outbox. */
const outbox = (name: string): NewTable => ({
  name,
  isWide: true,
  columns: {
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
  primaryKey: ['user_pool_id', 'id'],
  indexes: {
    [`${name}_by_due_at`]: ['channel', 'due_at', 'id'],
    [`${name}_by_died_at`]: ['died_at'],
    [`${name}_by_sent_at`]: ['sent_at'],
    [`${name}_by_user`]: ['user_id', 'channel', 'created_at'],
  },
})

const tables: readonly NewTable[] = [
  {
    name: 'keepsake_users',
    isWide: true,
    columns: {
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
      document: 'text',
      findable: 'text',
    },
    primaryKey: ['user_pool_id', 'id'],
    indexes: {
      keepsake_users_by_creation: ['created_at', 'id'],
      keepsake_users_by_update: ['updated_at'],
    },
  },
  {
    name: 'keepsake_unique_keys',
    columns: { user_pool_id: 'id', namespace: 'id', unique_key: 'key', user_id: 'id' },
    primaryKey: ['user_pool_id', 'namespace', 'unique_key'],
  },
  {
    name: 'keepsake_user_terms',
    columns: { user_pool_id: 'id', kind: 'id', term: 'key', user_id: 'id' },
    primaryKey: ['user_pool_id', 'kind', 'term', 'user_id'],
  },
  {
    name: 'keepsake_credentials',
    columns: {
      user_pool_id: 'id',
      user_id: 'id',
      hash_format: 'id',
      hash_cost: 'id',
      hash_encoded: 'text',
      set_at: 'number',
      must_change: 'number',
      former: 'text',
      origin: 'text?',
    },
    primaryKey: ['user_pool_id', 'user_id'],
    userColumn: 'user_id',
    indexes: { keepsake_credentials_by_cost: ['hash_format', 'hash_cost', 'user_id'] },
  },
  {
    name: 'keepsake_authenticators',
    columns: {
      user_pool_id: 'id',
      user_id: 'id',
      slot: 'number',
      id: 'id',
      name: 'text?',
      secret: 'text',
      fingerprint: 'id',
      algorithm: 'id',
      digits: 'number',
      period: 'number',
      enrolled_at: 'number',
      proven_at: 'number?',
      last_step: 'number',
    },
    primaryKey: ['user_pool_id', 'user_id', 'slot'],
    userColumn: 'user_id',
    indexes: { keepsake_authenticators_by_fingerprint: ['fingerprint'] },
  },
  {
    name: 'keepsake_recovery_codes',
    columns: {
      user_pool_id: 'id',
      user_id: 'id',
      slot: 'number',
      id: 'id',
      hash: 'text',
      fingerprint: 'id',
      used_at: 'number?',
    },
    primaryKey: ['user_pool_id', 'user_id', 'slot'],
    userColumn: 'user_id',
  },
  {
    name: 'keepsake_second_factor_uses',
    columns: {
      user_pool_id: 'id',
      user_id: 'id',
      kind: 'id',
      fingerprint: 'id',
      used_until: 'number',
    },
    primaryKey: ['user_pool_id', 'user_id', 'kind', 'fingerprint'],
    userColumn: 'user_id',
  },
  outbox('keepsake_outbox'),
  outbox('keepsake_events'),
  {
    name: 'keepsake_single_use',
    columns: { user_pool_id: 'id', kind: 'id', single_key: 'key', until: 'number' },
    primaryKey: ['user_pool_id', 'kind', 'single_key'],
    indexes: { keepsake_single_use_by_until: ['until'] },
  },
  {
    name: 'keepsake_attempts',
    columns: {
      user_pool_id: 'id',
      kind: 'id',
      attempt_key: 'key',
      made: 'number',
      open_at: 'number',
      forget_at: 'number',
      marks: 'text',
    },
    primaryKey: ['user_pool_id', 'kind', 'attempt_key'],
    indexes: { keepsake_attempts_by_forget_at: ['forget_at'] },
  },
  {
    name: 'keepsake_known_networks',
    columns: { user_pool_id: 'id', user_id: 'id', network: 'key', until: 'number' },
    primaryKey: ['user_pool_id', 'user_id', 'network'],
    indexes: { keepsake_known_networks_by_until: ['until'] },
  },
  {
    name: 'keepsake_pool_keys',
    columns: { user_pool_id: 'id', purpose: 'id', id: 'id', secret: 'text', created_at: 'number' },
    primaryKey: ['user_pool_id', 'purpose'],
  },
  ...moveTables,
  {
    name: 'keepsake_pool_traits',
    columns: { user_pool_id: 'id', trait: 'id', trait_value: 'id' },
    primaryKey: ['user_pool_id', 'trait'],
  },
]

/** The tables of the first release. */
export const version1: Migration = {
  version: 1,
  statements: (dialect) => tables.flatMap((table) => makeTable(table, dialect)),
}
