import { ResultAsync, type Result } from 'neverthrow'

/** Shares one run among all callers while it is running. A call after its end starts another run. */
export const oneRun = <T, E>(run: () => ResultAsync<T, E>): (() => ResultAsync<T, E>) => {
  let underWay: Promise<Result<T, E>> | undefined
  return () =>
    new ResultAsync(
      (underWay ??= (async () => run())().finally(() => {
        underWay = undefined
      })),
    )
}
