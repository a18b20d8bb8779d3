import type { NewTable } from './make-table.ts'

/** The tables of moves in the first release. */
export const moveTables: readonly NewTable[] = [
  {
    name: 'keepsake_moves',
    columns: {
      user_pool_id: 'id',
      id: 'id',
      move_number: 'number',
      source: 'id',
      state: 'id',
      version: 'number',
      planned_at: 'number',
      document: 'text',
    },
    primaryKey: ['user_pool_id', 'id'],
    uniqueIndexes: { keepsake_moves_by_number: ['move_number'] },
  },
  {
    name: 'keepsake_running_moves',
    columns: { user_pool_id: 'id', source: 'id', move_id: 'id' },
    primaryKey: ['user_pool_id', 'source'],
  },
  {
    name: 'keepsake_move_chunks',
    columns: {
      user_pool_id: 'id',
      move_id: 'id',
      chunk_no: 'number',
      state: 'id',
      attempt: 'number',
      holder: 'text?',
      lease_until: 'number?',
      work: 'text',
      counts: 'text',
    },
    primaryKey: ['user_pool_id', 'move_id', 'chunk_no'],
    indexes: { keepsake_move_chunks_by_state: ['move_id', 'state', 'chunk_no'] },
  },
  {
    name: 'keepsake_refused_move_rows',
    columns: {
      user_pool_id: 'id',
      move_id: 'id',
      row_no: 'number',
      chunk_no: 'number',
      document: 'text',
    },
    primaryKey: ['user_pool_id', 'move_id', 'row_no'],
    indexes: { keepsake_refused_move_rows_by_chunk: ['move_id', 'chunk_no'] },
  },
  {
    name: 'keepsake_move_rows',
    // Digests come in no order: long rows would make a table that is ordered by them slow to write.
    isWide: true,
    columns: {
      user_pool_id: 'id',
      source: 'id',
      key_digest: 'id',
      revision: 'number',
      source_key: 'text?',
      user_id: 'id?',
      outcome: 'id',
      move_id: 'id?',
      fingerprint: 'id?',
      field_digests: 'text?',
      version_after: 'number?',
      password_set_at: 'number?',
      before_images: 'text?',
    },
    primaryKey: ['user_pool_id', 'source', 'key_digest'],
    userColumn: 'user_id',
    indexes: { keepsake_move_rows_by_user: ['user_id'] },
  },
]
