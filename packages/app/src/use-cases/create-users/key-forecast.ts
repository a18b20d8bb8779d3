/** Whether keys of the next batch are likely to be taken already. */
export type KeyForecast = {
  readonly expectsTaken: () => boolean
  /** Notes whether keys of the last batch were taken. */
  readonly note: (wereTaken: boolean) => void
}

/** Expects of each batch what came of the batch before it: a file that was imported already has taken keys only. */
export const openKeyForecast = (): KeyForecast => {
  let expected = false
  return { expectsTaken: () => expected, note: (wereTaken) => void (expected = wereTaken) }
}
