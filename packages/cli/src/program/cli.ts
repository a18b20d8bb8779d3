import type { Config } from '../composition/config.ts'
import type { Environment } from '../composition/config-values.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** What every command gets. */
export type Cli = {
  readonly terminal: Terminal
  readonly environment: Environment
  readonly configFile: () => string
  /** Runs a command. Its exit code becomes the program's exit code. */
  readonly run: (work: () => Promise<number>) => Promise<void>
  /** Reads the configuration, and runs a command with it. */
  readonly withConfig: (work: (config: Config) => Promise<number>) => Promise<void>
}
