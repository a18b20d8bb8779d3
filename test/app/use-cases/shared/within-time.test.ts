import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow'
import { expect, test } from 'vitest'
import { withinTime } from '../../../../packages/app/src/use-cases/shared/within-time.ts'

const never = <T, E>(): ResultAsync<T, E> => new ResultAsync(new Promise<Result<T, E>>(() => undefined))

test('whatever answers in time is heard, and what never answers is given up', async () => {
  expect(await withinTime(okAsync<number, string>(1), 60_000, 'late')).toEqual(ok(1))
  expect(await withinTime(errAsync<number, string>('refused'), 60_000, 'late')).toEqual(err('refused'))
  expect(await withinTime(never<number, string>(), 5, 'late')).toEqual(err('late'))
})

test('a defect stays one', async () => {
  const defect = new ResultAsync<number, string>(Promise.reject(new Error('a defect')))
  await expect(withinTime(defect, 60_000, 'late')).rejects.toThrow('a defect')
})
