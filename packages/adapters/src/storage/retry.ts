import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

/** Which failures mean that a later try may succeed, and for how long to keep trying, in ms. */
export type Patience = { readonly isBusy: (error: unknown) => boolean; readonly patience: number }

/** Between tries, in ms. It is random, so that two processes that wait for each other do not stay in step. */
const pauseBetween = (): number => randomInt(5, 25)

/**
 * Runs the step again, after a pause that leaves the event loop free, as long as it fails only because another
 * transaction blocks it.
 */
export const patiently = async <T>({ isBusy, patience }: Patience, step: () => Promise<T>): Promise<T> => {
  const giveUpAt = performance.now() + patience
  for (;;) {
    try {
      return await step()
    } catch (error) {
      if (!isBusy(error) || performance.now() > giveUpAt) throw error
      await pause(pauseBetween())
    }
  }
}
