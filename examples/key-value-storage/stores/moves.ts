import type { Session } from '@keepsake/adapters/storage/kit'
import { isUnderWay, type Move, type MoveStore } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { PoolDocument } from '../pool-document.ts'
import { ledgerIn } from './ledger.ts'
import { moveChunksIn } from './move-chunks.ts'

export const movesIn = (session: Session<PoolDocument>): MoveStore => ({
  ...moveChunksIn(session),
  ...ledgerIn(session),
  open: (move) =>
    session.write(({ moves }) => {
      const isTaken = [...moves.values()].some(({ id, number }) => id === move.id || number === move.number)
      if (isTaken) return ok('taken')
      moves.set(move.id, move)
      return ok('opened')
    }),
  find: (id) => session.read(({ moves }) => moves.get(id)),
  list: ({ source, before = Infinity, limit }) =>
    session.read(({ moves }) =>
      [...moves.values()]
        .filter((move) => move.number < before && (source === undefined || move.source === source))
        .toSorted((one, other) => other.number - one.number)
        .slice(0, Math.max(0, limit)),
    ),
  change: (from, to) =>
    session.write(({ moves }) => {
      const present = moves.get(to.id)
      if (present?.version !== from) return ok('overtaken')
      if (isUnderWay(to.state) && [...moves.values()].some((move) => holdsUp(move, present)))
        return ok('busy')
      const { number, source, plannedAt } = present
      moves.set(to.id, { ...to, number, source, plannedAt })
      return ok('changed')
    }),
})

/** Whether a move works on the source of another one. */
const holdsUp = ({ id, source, state }: Move, other: Move): boolean =>
  id !== other.id && source === other.source && isUnderWay(state)
