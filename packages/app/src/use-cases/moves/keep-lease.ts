import type { ClaimedChunk, MoveStore, System } from '@keepsake/domain'

/** How long a chunk is claimed at a time, in ms: after a kill, others wait this long at most. */
export const leaseMs = 30_000

/** Renews the lease of a chunk while the work lasts, so that a slow chunk is not given to another. Answers how to end it. */
export const keepLease = (
  claimed: ClaimedChunk,
  moves: Pick<MoveStore, 'renewLease'>,
  { clock }: Pick<System, 'clock'>,
): (() => void) => {
  const timer = setInterval(() => {
    // If it is lost, the end of the chunk is refused: nothing else has to be done here.
    void moves.renewLease(claimed, clock() + leaseMs)
  }, leaseMs / 3)
  timer.unref()
  return () => clearInterval(timer)
}
