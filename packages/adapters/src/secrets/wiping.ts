/** Overwrites a key once the work with it is done, whatever came of it. */
export const wiping = <T>(key: Uint8Array, work: () => T): T => {
  try {
    return work()
  } finally {
    key.fill(0)
  }
}
