/**
 * Waiting items in lanes that take turns. However many items wait in one lane, they delay the first item of another lane by
 * only one turn.
 */
export type Lanes<T> = {
  readonly add: (lane: string, item: T) => void
  /** Takes the item whose turn it is. `undefined` if nothing waits. */
  readonly next: () => T | undefined
  readonly remove: (lane: string, item: T) => void
  /** Takes the newest item of the longest lane. `undefined` if nothing waits. */
  readonly dropNewest: () => T | undefined
  readonly size: () => number
}

/** How many lanes are remembered as recently served. */
const rememberedLanes = 10_000

/**
 * Every other turn goes to lanes that had no turn recently, in the order in which they came. The other turns go to all other
 * lanes, in a circle. So a new lane is served before thousands of lanes that come again and again, and these are served even
 * if new lanes keep coming.
 */
export const openLanes = <T>(): Lanes<T> => {
  const fresh = new Map<string, T[]>()
  const served = new Map<string, T[]>()
  const lately = new Set<string>()
  let size = 0
  let isFreshTurn = true

  const take = (from: Map<string, T[]>): T | undefined => {
    const [first] = from
    if (first === undefined) return undefined
    const [lane, items] = first
    const item = items.shift()
    from.delete(lane)
    lately.delete(lane)
    lately.add(lane)
    for (const oldest of lately) if (lately.size > rememberedLanes) lately.delete(oldest)
    if (items.length > 0) served.set(lane, items)
    size -= 1
    return item
  }
  const drop = (lane: string, index: number): T | undefined => {
    const waiting = fresh.has(lane) ? fresh : served
    const [item] = waiting.get(lane)?.splice(index, 1) ?? []
    if (item !== undefined) size -= 1
    if (waiting.get(lane)?.length === 0) waiting.delete(lane)
    return item
  }

  return {
    add: (lane, item) => {
      const items = fresh.get(lane) ?? served.get(lane)
      if (items === undefined) (lately.has(lane) ? served : fresh).set(lane, [item])
      else items.push(item)
      size += 1
    },
    next: () => {
      const [first, second] = isFreshTurn ? [fresh, served] : [served, fresh]
      isFreshTurn = !isFreshTurn
      return take(first) ?? take(second)
    },
    remove: (lane, item) => {
      const index = (fresh.get(lane) ?? served.get(lane))?.indexOf(item) ?? -1
      if (index !== -1) drop(lane, index)
    },
    dropNewest: () => {
      let [longest, most] = ['', 0]
      for (const [lane, { length }] of [...fresh, ...served])
        if (length > most) [longest, most] = [lane, length]
      return most === 0 ? undefined : drop(longest, most - 1)
    },
    size: () => size,
  }
}
