import { setTimeout as pause } from 'node:timers/promises'
import { ask, signIn, type Asked } from './ask.ts'
import { duration, percentile } from './figure.ts'
import type { Owner } from './users.ts'

/** In ms: an owner who has tried for so long tries no more, and was not let in for what is left. */
const patience = 60_000

/** From where an owner comes each time, and the token of the device that they come with, if any. */
export type Coming = {
  readonly addressOf: (round: number) => string | undefined
  readonly deviceToken?: string | undefined
}

/** An owner signs in so often, one time after the other, each on a new connection. */
export const signInOften = async (
  port: number,
  { username, password }: Owner,
  tries: number,
  { addressOf, deviceToken }: Coming,
): Promise<readonly Asked[]> => {
  const headers: Readonly<Record<string, string>> =
    deviceToken === undefined ? {} : { 'x-keepsake-device-token': deviceToken }
  const answers: Asked[] = []
  const started = performance.now()
  for (let round = 0; round < tries; round += 1) {
    if (performance.now() - started > patience) answers.push(notAsked)
    else {
      answers.push(await ask(port, signIn(username, password, addressOf(round), headers)))
      await pause(200)
    }
  }
  return answers
}

const notAsked: Asked = { status: 0, text: '', headers: {}, ms: patience }

/** The time below which 95 of a hundred were let in, in ms; endless where fewer were. */
export const p95 = (answers: readonly Asked[]): number => percentile(timesIn(answers), 95)

const timesIn = (answers: readonly Asked[]): readonly number[] =>
  answers.map(({ status, ms }) => (status === 200 ? ms : Number.POSITIVE_INFINITY))

/** How it went, in words. */
export const told = (answers: readonly Asked[]): string => {
  const signedIn = answers.filter(({ status }) => status === 200).length
  const times = timesIn(answers)
  return `${signedIn} of ${answers.length}; p50 ${duration(percentile(times, 50))}, p95 ${duration(percentile(times, 95))}`
}
