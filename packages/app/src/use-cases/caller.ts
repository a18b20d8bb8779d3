/** Who asks, as the embedder sees it. */
export type Caller = {
  /**
   * The address that the attempt comes from. Who guesses from there is slowed down; without it, all attempts on an account
   * are slowed down together. What is no address counts as absent.
   */
  readonly ip?: string
  /** Aborted once nobody waits for the answer any more: what has not begun by then is not done. */
  readonly signal?: AbortSignal
}

/** Of a command, who asks it. */
export const callerOf = ({ ip, signal }: Caller): Caller => ({
  ...(ip === undefined ? {} : { ip }),
  ...(signal === undefined ? {} : { signal }),
})
