import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import { median, summary } from '../measure.ts'
import { batchSize, prehashedBatch } from '../sample-users.ts'
import { costLine, rateLine, type Line } from '../table.ts'
import type { Peak } from './contender.ts'
import { startContender } from './processes.ts'
import { makeRawBatch } from './raw-batch.ts'
import type { Parts, Times } from './stopwatch.ts'

const kinds = ['raw', 'all', 'each'] as const
type Kind = (typeof kinds)[number]
type Each<T> = Readonly<Record<Kind, T>>

const batches = 50
/** The first and the last batches of a run: the table is nearly empty, or nearly full. */
const windowSize = 10

/** Prehashed users through `createUsers` against the same rows through bare prepared statements, batch by batch in turns. */
export const benchImport = async (): Promise<readonly Line[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'keepsake-bench-'))
  const files = { raw: join(folder, 'raw.db'), all: join(folder, 'all.db'), each: join(folder, 'each.db') }
  try {
    for (const file of Object.values(files))
      (await (await openSqliteStorage({ file }))._unsafeUnwrap().close())._unsafeUnwrap()
    const { times, peaks } = await race(files)
    checkEqual(files)
    return [...modeLines('all', times, peaks), ...modeLines('each', times, peaks)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Outcome = { readonly times: Each<readonly Times[]>; readonly peaks: Each<Peak> }

const race = async (files: Each<string>): Promise<Outcome> => {
  const contenders = {
    raw: startContender('raw', files.raw),
    all: startContender('all', files.all),
    each: startContender('each', files.each),
  }
  const times: Record<Kind, Times[]> = { raw: [], all: [], each: [] }
  for (let batch = 0; batch < batches; batch += 1) {
    const users = prehashedBatch(batch)
    const rows = await makeRawBatch(users)
    const first = batch % kinds.length
    for (const kind of [...kinds.slice(first), ...kinds.slice(0, first)])
      times[kind].push(await contenders[kind].insert(kind === 'raw' ? rows : users))
  }
  const peaks = {
    raw: await contenders.raw.end(),
    all: await contenders.all.end(),
    each: await contenders.each.end(),
  }
  return { times, peaks }
}

const modeLines = (
  mode: 'all' | 'each',
  { raw, ...ours }: Each<readonly Times[]>,
  peaks: Each<Peak>,
): Line[] => {
  const window = (label: string, from: number, to: number): Line =>
    rateLine(
      `import ${mode}, ${label}`,
      summary(
        ours[mode]
          .slice(from, to)
          .map((own, at) => [usersPerSecond(own), usersPerSecond(raw[from + at])] as const),
      ),
    )
  return [
    window(`to ${users(windowSize)} users`, 0, windowSize),
    window(`${users(batches - windowSize)} to ${users(batches)} users`, batches - windowSize, batches),
    rateLine(`import ${mode}, ${users(batches)} users in sum`, inSum(ours[mode], raw)),
    ...partLines(mode, ours[mode]),
    costLine(`import ${mode}, peak memory`, 'MB', peaks[mode].megabytes, peaks.raw.megabytes),
  ]
}

const usersPerSecond = (times: Times | undefined): number => (batchSize * 1000) / (times?.total ?? Number.NaN)

const users = (count: number): string => (count * batchSize).toLocaleString('en-US')

const inSum = (own: readonly Times[], raw: readonly Times[]): ReturnType<typeof summary> => {
  const rate = (times: readonly Times[]): number =>
    (times.length * batchSize * 1000) / times.reduce((sum, { total }) => sum + total, 0)
  return summary([[rate(own), rate(raw)]])
}

/** Where the library's time goes: a part's median against that of the whole. */
const partLines = (mode: string, times: readonly Times[]): readonly Line[] => {
  const whole = median(times.map(({ total }) => total))
  const parts = times.flatMap((each) => each.parts ?? [])
  return (['validation', 'records', 'sealing', 'storage'] as const satisfies readonly (keyof Parts)[]).map(
    (part) =>
      costLine(`import ${mode}, share of ${part}`, 'ms', median(parts.map((each) => each[part])), whole),
  )
}

/** All contenders must have done the same work: as many rows in every table, and documents as long. */
const checkEqual = (files: Each<string>): void => {
  const [raw, ...others] = [files.raw, files.all, files.each].map(contents)
  for (const other of others)
    if (other !== raw) throw new Error(`The contenders wrote different rows: ${raw} and ${other}`)
}

const contents = (file: string): string => {
  const database = new DatabaseSync(file, { readOnly: true })
  const count = (what: string, table: string): unknown =>
    database.prepare(`SELECT ${what} AS n FROM ${table}`).get()?.['n']
  const found = [
    count('sum(length(document))', 'users'),
    ...['unique_keys', 'user_terms', 'credentials', 'otp_enrolments', 'recovery_codes', 'outbox'].map(
      (table) => count('count(*)', table),
    ),
  ]
  database.close()
  return found.join(' ')
}
