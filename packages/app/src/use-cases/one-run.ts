import { ResultAsync, type Result } from 'neverthrow'

/** One run for all who ask while it is under way; whoever asks after its end starts another one. */
export const oneRun = <T, E>(run: () => ResultAsync<T, E>): (() => ResultAsync<T, E>) => {
  let underWay: Promise<Result<T, E>> | undefined
  return () =>
    new ResultAsync(
      (underWay ??= (async () => run())().finally(() => {
        underWay = undefined
      })),
    )
}
