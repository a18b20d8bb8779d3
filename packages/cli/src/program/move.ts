import type { Command } from 'commander'
import type { Cli } from './cli.ts'
import { addMoveMap } from './move-map.ts'

/** Adds the commands of moves. */
export const addMoves = (program: Command, cli: Cli): void => {
  const move = program.command('move').description('move users in from another system')
  addMoveMap(move, cli)
}
