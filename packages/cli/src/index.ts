export { runCli, type CliEnvironment } from './run-cli.ts'
export type { CliStreams } from './terminal/terminal.ts'
