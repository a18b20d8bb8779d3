import type { Asker, Standing } from './asker.ts'
import { openLanes } from './lanes.ts'

/** Where an item waits. */
export type Seat<T> = {
  readonly item: T
  /** Takes the item out of its lane, if it still waits there. */
  readonly leave: () => void
  /** Lets another caller use the standing. To be called once, when the item's caller is answered or has gone. */
  readonly free: () => void
}

/**
 * Items of callers who wait. Those of known callers and those of strangers get every other turn, as long as both wait. Among
 * each, lanes take turns.
 */
export type TwoClasses<T> = {
  readonly add: (asker: Asker, item: T) => Seat<T>
  /** Takes the item whose turn it is. `undefined` if nothing waits. */
  readonly next: () => Seat<T> | undefined
  /** Takes the newest item of the longest lane, a stranger's if there is one. `undefined` if nothing waits. */
  readonly dropNewest: () => Seat<T> | undefined
  readonly size: () => number
}

/** Makes an empty queue. */
export const openTwoClasses = <T>(): TwoClasses<T> => {
  const known = openLanes<Seat<T>>()
  const strangers = openLanes<Seat<T>>()
  const inUse = new Map<string, number>()
  let isKnownTurn = true

  const use = ({ lane }: Standing, change: 1 | -1): void => {
    const count = (inUse.get(lane) ?? 0) + change
    if (count > 0) inUse.set(lane, count)
    else inUse.delete(lane)
  }
  const hasRoom = ({ lane, most }: Standing): boolean => (inUse.get(lane) ?? 0) < most

  return {
    add: ({ lane, standings = [] }, item) => {
      const standing = standings.find(hasRoom)
      const [lanes, own] = standing === undefined ? [strangers, lane] : [known, standing.lane]
      if (standing !== undefined) use(standing, 1)
      let isFree = false
      const seat: Seat<T> = {
        item,
        leave: () => lanes.remove(own, seat),
        free: () => {
          if (!isFree && standing !== undefined) use(standing, -1)
          isFree = true
        },
      }
      lanes.add(own, seat)
      return seat
    },
    next: () => {
      const [first, second] = isKnownTurn ? [known, strangers] : [strangers, known]
      isKnownTurn = !isKnownTurn
      return first.next() ?? second.next()
    },
    dropNewest: () => strangers.dropNewest() ?? known.dropNewest(),
    size: () => known.size() + strangers.size(),
  }
}
