import type { Config } from '../composition/config.ts'
import type { Terminal } from '../terminal.ts'

/** What every command is given. */
export type Cli = {
  readonly terminal: Terminal
  readonly configFile: () => string
  /** Runs a command, whose exit code becomes the program's. */
  readonly run: (work: () => Promise<number>) => Promise<void>
  /** Runs a command with the configuration. */
  readonly withConfig: (work: (config: Config) => Promise<number>) => Promise<void>
}
