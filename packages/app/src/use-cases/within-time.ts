import { err, ResultAsync, type Result } from 'neverthrow'

/** What somebody answers within so many ms, or else `late`: nobody hears what comes after that. */
export const withinTime = <T, E>(answer: ResultAsync<T, E>, ms: number, late: E): ResultAsync<T, E> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<Result<T, E>>((resolve) => {
    timer = setTimeout(() => resolve(err(late)), ms)
  })
  return new ResultAsync(Promise.race([answer, tooLate]).finally(() => clearTimeout(timer)))
}
