import type { UniqueKey } from '@keepsake/domain'
import type { PoolContext } from '../../context.ts'
import { digestOfClaim } from './digests.ts'
import type { ClaimedKeys } from './judging.ts'

/** A set of key digests that takes at most 23 bytes for each: a plan of ten million rows must know which keys it has seen. */
export type SeenKeys = {
  /** Adds a digest. Answers whether it was there already. */
  readonly add: (keyDigest: string) => boolean
  readonly has: (keyDigest: string) => boolean
  readonly size: () => number
}

const firstSlots = 1024

/** At most this share of the slots is used, so that a search ends soon. */
const fullest = 0.7

/**
 * Opens an empty set. Only the first 8 bytes of a digest count: among ten million keys, the chance that two have the same is one
 * in 300,000.
 */
export const openSeenKeys = (): SeenKeys => {
  let slots = new BigUint64Array(firstSlots)
  let used = 0
  const put = (into: BigUint64Array, value: bigint): boolean => {
    const mask = into.length - 1
    let at = Number(value & BigInt(mask))
    while (into[at] !== 0n) {
      if (into[at] === value) return true
      at = (at + 1) & mask
    }
    into[at] = value
    return false
  }
  const grow = (): void => {
    const larger = new BigUint64Array(slots.length * 2)
    for (const value of slots) if (value !== 0n) put(larger, value)
    slots = larger
  }
  return {
    add: (digest) => {
      const wasThere = put(slots, valueOf(digest))
      if (!wasThere) used += 1
      if (used > slots.length * fullest) grow()
      return wasThere
    },
    has: (digest) => {
      const mask = slots.length - 1
      const value = valueOf(digest)
      for (let at = Number(value & BigInt(mask)); slots[at] !== 0n; at = (at + 1) & mask)
        if (slots[at] === value) return true
      return false
    },
    size: () => used,
  }
}

/** 0 stands for an empty slot. */
const valueOf = (keyDigest: string): bigint => {
  const digest = Buffer.from(keyDigest.slice(keyDigest.indexOf('.') + 1), 'base64url')
  const value = new DataView(digest.buffer, digest.byteOffset, 8).getBigUint64(0)
  return value === 0n ? 1n : value
}

/** Opens an empty set of the unique keys that the rows of a plan claim. */
export const openClaimedKeys = (context: PoolContext): ClaimedKeys => {
  const seen = openSeenKeys()
  const digest = (key: UniqueKey): string => digestOfClaim(key, context)
  return {
    has: (key) => seen.has(digest(key)),
    add: (keys) => {
      for (const key of keys) seen.add(digest(key))
    },
  }
}
