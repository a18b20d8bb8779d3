import type { Server } from '../servers/server-process.ts'
import type { Figure } from './figure.ts'

export type EngineName = 'sqlite' | 'postgres'

/** What an attack is played on. */
export type Arena = {
  readonly engine: EngineName
  /** A few minutes for all attacks together, in place of half an hour: fewer tries, shorter floods. */
  readonly isShort: boolean
  /** The URL of a database that nothing is in. */
  readonly newDatabase: () => Promise<string>
  /** The server of the databases, which an attack may let stand still; nothing on SQLite. */
  readonly server: Server | undefined
}

/** One attack, by the name that selects it. */
export type Attack = {
  readonly name: string
  readonly play: (arena: Arena) => Promise<readonly Figure[]>
}
