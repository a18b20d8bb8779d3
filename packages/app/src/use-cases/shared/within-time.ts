import { err, ResultAsync, type Result } from 'neverthrow'

/** Answers what the work answers within `ms` milliseconds, otherwise `late`. A later answer is ignored. */
export const withinTime = <T, E>(answer: ResultAsync<T, E>, ms: number, late: E): ResultAsync<T, E> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<Result<T, E>>((resolve) => {
    timer = setTimeout(() => resolve(err(late)), ms)
  })
  return new ResultAsync(Promise.race([answer, tooLate]).finally(() => clearTimeout(timer)))
}
