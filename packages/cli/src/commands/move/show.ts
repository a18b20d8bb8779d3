import type { MoveStatus } from '@keepsake/app'
import type { Config } from '../../composition/config.ts'
import { withKeepsake } from '../with-keepsake.ts'
import { table, type Terminal } from '../../terminal/terminal.ts'
import { moveCodes } from './exit-codes.ts'
import { figure, planLines } from './print-plan.ts'
import { failed, withMove } from './with-move.ts'

type JsonFlag = { readonly json?: boolean }

/** Prints how a move stands, or lists all moves. */
export const showStatus = (
  move: string | undefined,
  { json }: JsonFlag,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  move === undefined ? listMoves(json, config, terminal) : showMove(move, json, config, terminal)

const listMoves = (json: boolean | undefined, config: Config, terminal: Terminal): Promise<number> =>
  withKeepsake(config, terminal, async (keepsake) => {
    const listed = await keepsake.moves.list()
    if (listed.isErr()) return failed(listed.error, terminal)
    if (json === true) terminal.out(JSON.stringify({ moves: listed.value }))
    else
      for (const line of table(
        listed.value.map(({ move, source, state, input, rows }) => [
          move,
          source,
          state,
          input,
          `${figure(rows)} rows`,
        ]),
      ))
        terminal.out(line)
    return moveCodes.done
  })

const showMove = (
  move: string,
  json: boolean | undefined,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withMove(move, config, terminal, async (status) => {
    const { reopen: _, ...shown } = status
    if (json === true) terminal.out(JSON.stringify(shown))
    else for (const line of statusLines(status)) terminal.out(line)
    return moveCodes.done
  })

const statusLines = ({ plan, state, written, chunks }: MoveStatus): readonly string[] => [
  ...planLines(plan),
  `${state}: ${figure(written.rows)} of ${figure(plan.rows)} rows written, ${figure(written.refused)} refused, ${figure(chunks.waiting)} chunks left`,
  ...chunks.held.map(
    ({ no, holder, until }) => `chunk ${no} is held by ${holder} until ${new Date(until).toISOString()}`,
  ),
]

/** Prints which key of a source became which user: both in a line, with a tab between. */
export const showIds = (
  source: string,
  { json }: JsonFlag,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withKeepsake(config, terminal, async (keepsake) => {
    const all: { readonly key: string; readonly userId: string }[] = []
    let after: string | undefined
    do {
      const page = await keepsake.moves.ids({ source, after })
      if (page.isErr()) return failed(page.error, terminal)
      for (const { key, userId } of page.value.ids)
        if (json === true) all.push({ key, userId })
        else terminal.out(`${key}\t${userId}`)
      after = page.value.after
    } while (after !== undefined)
    if (json === true) terminal.out(JSON.stringify({ source, ids: all }))
    return moveCodes.done
  })
