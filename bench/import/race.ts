import { prehashedBatch } from '../sample-users.ts'
import type { Kind, Peak } from './contender.ts'
import type { EngineName, RunningEngine } from './engines.ts'
import { openStorage } from './library.ts'
import { startContender } from './processes.ts'
import { makeRows } from './raw/rows.ts'
import type { Times } from './stopwatch.ts'

/** How many batches a contender inserts before it is the next one's turn: two, for one of them has two in flight. */
export const batchesInTurn = 2

/** What came of each contender: the time of every turn that it took, and its peak of memory. */
export type Outcome = ReadonlyMap<Kind, { readonly times: readonly Times[]; readonly peak: Peak }>

/** What runs, and for how many turns; better-auth, which is slow, stops after its own number. */
export type Course = {
  readonly kinds: readonly Kind[]
  readonly turns: number
  readonly turnsOfBetterAuth: number
}

/** Lets the contenders insert the same users, each into a database of its own, turn by turn. */
export const race = async (
  engine: EngineName,
  running: RunningEngine,
  { kinds, turns, turnsOfBetterAuth }: Course,
): Promise<Outcome> => {
  const databases = await makeDatabases(engine, running, kinds)
  const runners = kinds.map((kind) => ({
    kind,
    process: startContender(engine, kind, databases.get(kind) ?? ''),
    times: [] as Times[],
  }))
  for (let turn = 0; turn < turns; turn += 1) {
    const batches = Array.from({ length: batchesInTurn }, (_, index) =>
      prehashedBatch(turn * batchesInTurn + index),
    )
    const rows = await inTurn(batches, makeRows)
    const first = turn % runners.length
    for (const { kind, process, times } of [...runners.slice(first), ...runners.slice(0, first)])
      if (kind !== 'better-auth' || turn < turnsOfBetterAuth)
        times.push(await process.insert(kind === 'raw' ? rows : batches))
  }
  const ended = await inTurn(
    runners,
    async ({ kind, process, times }) => [kind, { times, peak: await process.end() }] as const,
  )
  await checkEqual(
    running,
    [...databases].flatMap(([kind, database]) => (hasOwnTables(kind) ? [] : [database])),
  )
  return new Map(ended)
}

const inTurn = async <T, U>(list: readonly T[], step: (each: T) => Promise<U>): Promise<readonly U[]> => {
  const answers: U[] = []
  for (const each of list) answers.push(await step(each))
  return answers
}

/** Whether a contender makes tables of its own instead of the library's. */
const hasOwnTables = (kind: Kind): boolean => kind === 'better-auth' || kind === 'hand-written'

/** A database for each, with the library's tables where a contender has none of its own. */
const makeDatabases = async (
  engine: EngineName,
  { makeDatabase }: RunningEngine,
  kinds: readonly Kind[],
): Promise<ReadonlyMap<Kind, string>> =>
  new Map(
    await inTurn(kinds, async (kind) => {
      const database = await makeDatabase(kind.replaceAll('-', '_'))
      if (!hasOwnTables(kind)) (await (await openStorage(engine, database)).close())._unsafeUnwrap()
      return [kind, database] as const
    }),
  )

/** All contenders must have done the same work: as many rows in every table, and documents as long. */
const checkEqual = async ({ ask }: RunningEngine, databases: readonly string[]): Promise<void> => {
  const counts = [
    'unique_keys',
    'user_terms',
    'credentials',
    'authenticators',
    'recovery_codes',
    'outbox',
  ].map((table) => `(SELECT count(*) FROM keepsake_${table}) AS ${table}`)
  const contents = `SELECT sum(length(document)), sum(length(findable)), ${counts.join(', ')} FROM keepsake_users`
  const [raw, ...others] = await inTurn(databases, async (database) =>
    (await ask(database, contents)).join(' '),
  )
  for (const other of others)
    if (other !== raw) throw new Error(`The contenders wrote different rows: ${raw} and ${other}`)
}
