/** The caller of a verb, as the embedder knows it. */
export type Caller = {
  /**
   * The network address that the attempt comes from. Guesses from one address are slowed down. Without an address, all
   * attempts on an account are slowed down together. Text that is not an address counts as absent.
   */
  readonly ip?: string
  /** Abort it when the caller no longer waits for the answer. Work that has not begun by then is not done. */
  readonly signal?: AbortSignal
}

/** The caller in a command. */
export const callerOf = ({ ip, signal }: Caller): Caller => ({
  ...(ip === undefined ? {} : { ip }),
  ...(signal === undefined ? {} : { signal }),
})
