import { setImmediate as tick } from 'node:timers/promises'
import { errAsync, ResultAsync } from 'neverthrow'
import { expect, test } from 'vitest'
import { fewAtOnce } from '../../../../packages/app/src/use-cases/shared/few-at-once.ts'

test('few are under way at once, all are done in their order, and answers are handed on', async () => {
  const limited = fewAtOnce(3)
  const begun: number[] = []
  let [running, most] = [0, 0]
  const work = (index: number) => async (): Promise<number> => {
    begun.push(index)
    running += 1
    most = Math.max(most, running)
    await tick()
    running -= 1
    return index
  }
  const numbers = Array.from({ length: 20 }, (_, index) => index)
  const answers = await Promise.all(
    numbers.map((index) => limited(() => ResultAsync.fromSafePromise(work(index)()))),
  )
  expect(answers.map((each) => each._unsafeUnwrap())).toEqual(numbers)
  expect(begun).toEqual(numbers)
  expect(most).toBe(3)
  expect((await limited(() => errAsync('refused')))._unsafeUnwrapErr()).toBe('refused')
})

test('work that throws holds up nothing', async () => {
  const limited = fewAtOnce(1)
  const broken = limited(() => {
    throw new Error('a defect')
  })
  await expect(Promise.resolve(broken)).rejects.toThrow('a defect')
  expect((await limited(() => errAsync('next')))._unsafeUnwrapErr()).toBe('next')
})
