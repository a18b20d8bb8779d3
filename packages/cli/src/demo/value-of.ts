import type { Result } from 'neverthrow'

/** The value of a call that must succeed here. Throws its error otherwise. */
export const valueOf = <T, E>(result: Result<T, E>): T => {
  if (result.isErr()) throw new Error('The demo was refused', { cause: result.error })
  return result.value
}
