import { openRecentCounts } from './recent-counts.ts'

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

/** How many lanes are remembered that have asked lately, at least. */
const rememberedLanes = 10_000

/** In ms: how long a lane is remembered after it has asked, at least. */
const rememberedMs = 60_000

/** Lanes that have asked 63 times or more lately are all alike. */
const loudest = 6

/**
 * Every other turn goes to the lanes that have asked least often lately, in the order in which they came. The other turns go
 * to the lane that waits for the longest time. So a lane that asks for the first time is served before thousands of lanes
 * that ask again and again, whether or not these are served, and they are served even if new lanes keep coming.
 */
export const openLanes = <T>(): Lanes<T> => {
  const waiting = new Map<string, Lane<T>>()
  const byLoudness = Array.from({ length: loudest + 1 }, () => new Map<string, Lane<T>>())
  const lately = openRecentCounts({ ms: rememberedMs, most: rememberedLanes })
  let size = 0
  let isQuietTurn = true

  const leave = (name: string, { loudness }: Lane<T>): void => {
    waiting.delete(name)
    byLoudness[loudness]?.delete(name)
  }
  /** Puts a lane behind all others that are as loud. */
  const enter = (name: string, items: T[]): void => {
    const lane = { items, loudness: Math.min(loudest, Math.floor(Math.log2(lately.times(name) + 1))) }
    waiting.set(name, lane)
    byLoudness[lane.loudness]?.set(name, lane)
  }
  const quietest = (): Iterable<readonly [string, Lane<T>]> =>
    byLoudness.find((lanes) => lanes.size > 0) ?? waiting
  const drop = (name: string, index: number): T | undefined => {
    const lane = waiting.get(name)
    const [item] = lane?.items.splice(index, 1) ?? []
    if (item !== undefined) size -= 1
    if (lane?.items.length === 0) leave(name, lane)
    return item
  }

  return {
    add: (name, item) => {
      const lane = waiting.get(name)
      if (lane === undefined) enter(name, [item])
      else lane.items.push(item)
      lately.note(name)
      size += 1
    },
    next: () => {
      const [first] = isQuietTurn ? quietest() : waiting
      isQuietTurn = !isQuietTurn
      if (first === undefined) return undefined
      const [name, lane] = first
      const item = lane.items.shift()
      size -= 1
      leave(name, lane)
      if (lane.items.length > 0) enter(name, lane.items)
      return item
    },
    remove: (name, item) => {
      const index = waiting.get(name)?.items.indexOf(item) ?? -1
      if (index !== -1) drop(name, index)
    },
    dropNewest: () => {
      let [longest, most] = ['', 0]
      for (const [name, { items }] of waiting) if (items.length > most) [longest, most] = [name, items.length]
      return most === 0 ? undefined : drop(longest, most - 1)
    },
    size: () => size,
  }
}

/** The waiting items of a lane, and how often it had asked lately when it began to wait: 0, once, 3 times, 7 times, ... */
type Lane<T> = { readonly items: T[]; readonly loudness: number }
