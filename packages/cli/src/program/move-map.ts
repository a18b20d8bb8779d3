import type { Command } from 'commander'
import { mapFile, printMappingSchema, type MapFlags } from '../commands/move/map.ts'
import type { Cli } from './cli.ts'
import { addFileOptions } from './file-options.ts'

/** Adds the commands that draft a mapping to `keepsake move`. They need no configuration. */
export const addMoveMap = (move: Command, cli: Cli): void => {
  const map = move
    .command('map <file>')
    .description(
      'draft a mapping from the first 1,000 records of a file; shows what is mapped and what is not',
    )
    .option('--out <file>', 'where to write the mapping; it must not be there yet')
  addFileOptions(map).action((file: string, flags: MapFlags) =>
    cli.run(() => mapFile(file, flags, cli.terminal)),
  )
  move
    .command('schema')
    .description('print the JSON schema of mapping files')
    .action(() => cli.run(() => printMappingSchema(cli.terminal)))
}
