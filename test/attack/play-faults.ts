import type { Attack } from './arena.ts'
import { playPostgresFaults } from './play-postgres-faults.ts'
import { playSqliteFaults } from './play-sqlite-faults.ts'

/** The database stands still, is locked, ends connections, or is taken away. */
export const databaseFaults: Attack = {
  name: 'faults',
  play: (arena) =>
    arena.server === undefined ? playSqliteFaults(arena) : playPostgresFaults(arena, arena.server),
}
