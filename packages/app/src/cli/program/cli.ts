import type { Config } from '../../composition/config.ts'
import type { Terminal } from '../terminal.ts'

/** What every command is given. */
export type Cli = {
  readonly terminal: Terminal
  readonly configFile: () => string
  /** Runs a command with the configuration, and leaves its exit code to the process. */
  readonly withConfig: (run: (config: Config) => Promise<number>) => Promise<void>
}
