import { isUnderWay, type Move, type MoveStore } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Session } from '../../storage-over.ts'
import { copyOf } from '../records.ts'
import type { Tables } from '../tables.ts'

/** The moves of a pool in memory. */
export const memoryMoveRecords = (
  session: Session<Tables>,
): Pick<MoveStore, 'open' | 'find' | 'list' | 'change'> => ({
  open: (move) =>
    session.write((tables) => {
      if (movesIn(tables).some(({ id, number }) => id === move.id || number === move.number))
        return ok('taken')
      tables.moves.put(move.id, copyOf(move))
      return ok('opened')
    }),
  find: (id) => session.read(({ moves }) => moves.get(id)),
  list: ({ source, before = Infinity, limit }) =>
    session.read((tables) =>
      movesIn(tables)
        .filter((move) => move.number < before && (source === undefined || move.source === source))
        .toSorted((one, other) => other.number - one.number)
        .slice(0, Math.max(0, limit)),
    ),
  change: (from, to) =>
    session.write((tables) => {
      const present = tables.moves.get(to.id)
      if (present?.version !== from) return ok('overtaken')
      if (isUnderWay(to.state) && isBusy(tables, present)) return ok('busy')
      const { number, source, plannedAt } = present
      tables.moves.put(to.id, copyOf({ ...to, number, source, plannedAt }))
      return ok('changed')
    }),
})

/** Whether another move of the same source is under way. */
const isBusy = (tables: Tables, { id, source }: Move): boolean =>
  movesIn(tables).some((move) => move.source === source && move.id !== id && isUnderWay(move.state))

const movesIn = ({ moves }: Tables): readonly Move[] => [...moves.entries()].map(([, move]) => move)
