import type { Clock, NewId, System } from '@keepsake/domain'
import { pooledRandomBytes } from './random-pool.ts'

/** The clock, the ids and the random bytes of this machine. */
export const nodeSystem = (): System => ({
  clock: Date.now,
  newId: idMaker(Date.now),
  randomBytes: pooledRandomBytes,
})

/** For both halves of an id: 48 bits of milliseconds last until the year 10889. */
const halfBits = 48

/**
 * Ids of 24 lower-case hex digits: the millisecond, then a random number that counts up within one millisecond. So the
 * ids of one maker are in the order in which they were made, even if the clock goes back. Ids of several makers collide
 * with a chance of about 2^-48 for each pair made in the same millisecond; the store's primary key decides.
 */
export const idMaker = (clock: Clock): NewId => {
  let moment = 0
  let count = 0
  return () => {
    const now = clock()
    if (now > moment) {
      moment = now
      count = randomHalf()
    } else if (count + 1 < 2 ** halfBits) count += 1
    else {
      moment += 1
      count = randomHalf()
    }
    return hex(moment) + hex(count)
  }
}

const randomHalf = (): number => Buffer.from(pooledRandomBytes(halfBits / 8)).readUIntBE(0, halfBits / 8)

const hex = (half: number): string => half.toString(16).padStart(halfBits / 4, '0')
