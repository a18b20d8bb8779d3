import { ask, signIn, type Asked } from './ask.ts'
import { createOwners, tokenOf } from './users.ts'
import type { Victim } from './victim.ts'

/** What a database is asked for by every kind of request: a sign-in, a list, a batch, and no database at all. */
export type Questions = {
  readonly signIn: () => Promise<Asked>
  readonly list: () => Promise<Asked>
  /** A new user each time. */
  readonly create: () => Promise<Asked>
  readonly system: () => Promise<Asked>
}

/** Questions of a user and of a management client. */
export const openQuestions = async (victim: Victim): Promise<Questions> => {
  const [owner] = await createOwners(victim, 'owner', 1)
  if (owner === undefined) throw new Error('nobody is there')
  const { port } = victim
  const headers = { authorization: `Bearer ${await tokenOf(victim)}` }
  let made = 0
  return {
    signIn: () => ask(port, signIn(owner.username, owner.password, '203.0.113.5')),
    list: () => ask(port, { path: '/api/v3/list-users', headers, body: { options: {} } }),
    create: () =>
      ask(port, {
        path: '/api/v3/create-users-batch',
        headers,
        body: { list: [{ username: `new-${(made += 1)}` }] },
      }),
    system: () => ask(port, { method: 'GET', path: '/api/v3/system' }),
  }
}

/** Asks everything that needs the database several times at once. */
export const askAll = (
  { signIn: enter, list, create }: Questions,
  times: number,
): Promise<readonly Asked[]> =>
  Promise.all(Array.from({ length: times }, () => [enter(), list(), create()]).flat())

/** The statuses of answers, each with how often it came: `503 (12)`. */
export const statusesOf = (answers: readonly Asked[]): string => {
  const counts = new Map<number, number>()
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts].map(([status, count]) => `${status === 0 ? 'none' : status} (${count})`).join(', ')
}

/** The longest that one of them took, in ms. */
export const slowestOf = (answers: readonly Asked[]): number => Math.max(...answers.map(({ ms }) => ms))

/** Asks until everything is answered as usual again; how long that took, in ms. */
export const untilAllIsWell = async (questions: Questions, victim: Victim): Promise<number> => {
  const started = performance.now()
  for (;;) {
    const answers = await askAll(questions, 1)
    if (answers.every(({ status }) => status === 200)) return performance.now() - started
    const fault = victim.fault()
    if (fault !== undefined || performance.now() - started > patience)
      throw new Error(`serve does not recover: ${fault ?? statusesOf(answers)}`)
  }
}

const patience = 60_000
