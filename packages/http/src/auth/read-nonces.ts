import type { Instant, SingleUseStore } from '@keepsake/domain'
import { errAsync, okAsync } from 'neverthrow'

/** Spends the nonces of requests that only read. */
export type ReadNonces = {
  /**
   * Spends like the store. While that can be read but takes no writes, as on a full disk, this process remembers the nonce by
   * itself, and `told` hears of what the store has failed with.
   */
  readonly spending: (told: (cause: unknown) => void) => Pick<SingleUseStore, 'spend'>
}

/** In ms: longer than any signature is good for, whatever the clock does meanwhile. */
const keptForMs = 60 * 60_000

/** Some 20 MB. */
const mostKept = 100_000

/**
 * A nonce that the store has seen, from whichever process, is spent here too; one that was spent here stays spent for an hour,
 * also once the store takes writes again. Only a second process may take a read once more that was replayed during that time.
 * `elapsed` counts milliseconds and never jumps.
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
