/** What the time of a batch went to, in ms. `records`: ids, records and the report. */
export type Parts = {
  readonly validation: number
  readonly records: number
  readonly sealing: number
  readonly storage: number
}

/** The time of a turn, in ms; what its batches went to is known of the library alone, one batch at a time. */
export type Times = { readonly total: number; readonly parts: readonly Parts[] }

/** Measures one batch at a time. */
export type Stopwatch = {
  readonly start: () => void
  /** The rows are judged; the other parts that have run until now belong to none of validation. */
  readonly judged: () => void
  readonly add: (part: 'sealing' | 'storage', time: number) => void
  /** The function, its calls timed until they return. */
  readonly during: <A extends readonly unknown[], T>(
    part: 'sealing' | 'storage',
    call: (...args: A) => T,
  ) => (...args: A) => T
  readonly stop: () => Parts
}

export const newStopwatch = (): Stopwatch => {
  let started = 0
  let validation = 0
  let spent = { sealing: 0, storage: 0 }
  const add: Stopwatch['add'] = (part, time) => void (spent[part] += time)
  return {
    start: () => {
      spent = { sealing: 0, storage: 0 }
      started = performance.now()
    },
    judged: () => void (validation = performance.now() - started - spent.sealing - spent.storage),
    add,
    during:
      (part, call) =>
      (...args) => {
        const before = performance.now()
        const answer = call(...args)
        add(part, performance.now() - before)
        return answer
      },
    stop: () => {
      const total = performance.now() - started
      return { validation, records: total - validation - spent.sealing - spent.storage, ...spent }
    },
  }
}
