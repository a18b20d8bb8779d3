import type { Instant, SingleUseStore } from '@keepsake/domain'
import { errAsync, okAsync } from 'neverthrow'

/** Marks the nonces of requests that only read as used. */
export type ReadNonces = {
  /**
   * Marks a nonce as used in the store. If the store can be read but takes no writes, as on a full disk, this process
   * remembers the nonce itself. `told` then gets the cause of the store's failure.
   */
  readonly spending: (told: (cause: unknown) => void) => Pick<SingleUseStore, 'spend'>
}

/** In ms: longer than any signature is valid, whatever the clock does meanwhile. */
const keptForMs = 60 * 60_000

/** About 20 MB. */
const mostKept = 100_000

/**
 * Opens the check. A nonce that is in the store, from any process, counts as used here too. A nonce that was only remembered
 * here stays used for an hour, even if the store takes writes again. During that hour, only another process could accept
 * such a read a second time. `elapsed` counts milliseconds and never jumps.
 */
export const openReadNonces = (
  store: SingleUseStore,
  elapsed: () => number = () => performance.now(),
  most: number = mostKept,
): ReadNonces => {
  const kept = new Map<string, number>()
  const forget = (): void => {
    for (const [text, until] of kept) {
      if (until >= elapsed()) return
      kept.delete(text)
    }
  }
  const keep = (text: string): 'first' | 'spent-before' | 'no-room' => {
    forget()
    if (kept.has(text)) return 'spent-before'
    if (kept.size >= most) return 'no-room'
    kept.set(text, elapsed() + keptForMs)
    return 'first'
  }
  return {
    spending: (told) => ({
      spend: (kind, key, now: Instant, until: Instant) => {
        const text = `${kind}:${key}`
        forget()
        if (kept.has(text)) return okAsync('spent-before')
        return store.spend(kind, key, now, until).orElse((failure) =>
          store.isSpent(kind, key, now).andThen((isSpent) => {
            if (isSpent) return okAsync('spent-before' as const)
            const use = keep(text)
            if (use === 'no-room') return errAsync(failure)
            if (use === 'first') told(failure.cause)
            return okAsync(use)
          }),
        )
      },
    }),
  }
}
