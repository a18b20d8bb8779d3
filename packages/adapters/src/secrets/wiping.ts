/** Overwrites a key once the work with it has ended, whatever its result. */
export const wiping = <T>(key: Uint8Array, work: () => T): T => {
  try {
    return work()
  } finally {
    key.fill(0)
  }
}
