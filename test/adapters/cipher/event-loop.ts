/** How many turns the event loop makes until the work is done. */
export const turnsDuring = async (work: () => Promise<unknown>): Promise<number> => {
  let turns = 0
  let working = true
  const count = (): void => {
    turns += 1
    if (working) setImmediate(count)
  }
  setImmediate(count)
  await work()
  working = false
  return turns
}
