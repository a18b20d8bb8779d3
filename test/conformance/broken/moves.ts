import type { Move, MoveStore } from '@keepsake/domain'
import { okAsync } from 'neverthrow'
import { meanwhile, withStore, type BrokenStorage } from './broken-storage.ts'

const whole = 'moves: each comes back as it was'
const taken = 'moves: an id or a number that another one has is taken'
const ofOneVersion = 'moves: a change replaces the version that it was made from, and no other'
const stays = 'moves: number, source and time of the plan stay through every change'
const oneAtATime = 'moves: of one source, one is under way at a time'

/** Shows the records of moves as they were given last. */
const believesChanges = (moves: MoveStore): Partial<MoveStore> => {
  const given = new Map<string, Move>()
  return {
    change: (from, to) => {
      given.set(to.id, to)
      return moves.change(from, to)
    },
    find: (id) => moves.find(id).map((found) => given.get(id) ?? found),
  }
}

export const brokenMoves: readonly BrokenStorage[] = [
  withStore('moves', 'forgets what a later release has planned', whole, (moves) => ({
    find: (id) =>
      moves
        .find(id)
        .map((found) => found && { ...found, plan: { rows: found.plan.rows, counts: found.plan.counts } }),
  })),

  withStore('moves', 'opens a move although another one has its number', taken, (moves) => ({
    open: (move) => moves.open(move).map(() => 'opened'),
  })),

  withStore(
    'moves',
    'looks whether there is a move, and then opens it',
    'moves: of many that are opened with one id and number, one is opened',
    (moves) => ({
      open: (move) =>
        moves
          .find(move.id)
          .andThen(meanwhile)
          .andThen((found) =>
            found === undefined ? moves.open(move).map(() => 'opened' as const) : okAsync('taken' as const),
          ),
    }),
  ),

  withStore(
    'moves',
    'lists the first move first',
    'moves: they are listed from the highest number on, page by page',
    (moves) => ({ list: (query) => moves.list(query).map((found) => found.toReversed()) }),
  ),

  withStore('moves', 'changes a move whatever its version is', ofOneVersion, (moves) => ({
    change: (from, to) => moves.find(to.id).andThen((found) => moves.change(found?.version ?? from, to)),
  })),

  withStore('moves', 'lets a change give a move another source', stays, believesChanges),

  withStore(
    'moves',
    'looks at the version of a move, and then says that it was changed',
    'moves: of many changes of one version at one moment, one is made',
    (moves) => ({
      change: (from, to) =>
        moves
          .find(to.id)
          .andThen(meanwhile)
          .andThen((found) =>
            found?.version === from
              ? moves.change(from, to).map(() => 'changed' as const)
              : okAsync('overtaken' as const),
          ),
    }),
  ),

  withStore('moves', 'lets two moves of one source be under way', oneAtATime, (moves) => ({
    change: (from, to) => moves.change(from, to).map((answer) => (answer === 'busy' ? 'changed' : answer)),
  })),

  withStore(
    'moves',
    'looks whether a move of the source is under way, and then begins one',
    'moves: of many of one source that begin at one moment, one begins',
    (moves) => ({
      change: (from, to) =>
        moves
          .list({ source: to.source, limit: 99 })
          .andThen(meanwhile)
          .andThen((found) =>
            found.some((move) => 'state' in move && move.state !== 'planned')
              ? okAsync('busy' as const)
              : moves.change(from, to).map(() => 'changed' as const),
          ),
    }),
  ),

  withStore('moves', 'lets a move that is done hold up the others of its source', oneAtATime, (moves) => {
    const begun = new Map<string, string>()
    return {
      change: (from, to) => {
        const first = begun.get(to.source) ?? to.id
        if (to.state === 'running') begun.set(to.source, first)
        return first === to.id ? moves.change(from, to) : okAsync('busy')
      },
    }
  }),
]
