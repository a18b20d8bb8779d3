import { compare } from '../measure.ts'
import { engines, type EngineName, type RunningEngine } from '../import/engines.ts'
import type { ImportOptions } from '../import/import.ts'
import { rateLine, type Line } from '../table.ts'
import { barePostgres, bareSqlite } from './bare.ts'
import { delivering, openLibrary, writing, type Closable } from './library.ts'
import { openPgBoss } from './pg-boss.ts'

const rounds = 7

/** Notices through the outbox, with a sender that does nothing, against the bare engine and against pg-boss. */
export const benchNotices = async ({
  engines: wanted,
}: Pick<ImportOptions, 'engines'>): Promise<readonly Line[]> => {
  const lines: Line[] = []
  for (const [engine, lineUp] of Object.entries(lineUps))
    if (wanted.includes(engine as EngineName)) {
      const running = await engines[engine as EngineName].start()
      const opened: Closable[] = []
      try {
        lines.push(...(await lineUp(running, opened)))
      } finally {
        for (const each of opened.toReversed()) await each.close()
        await running.stop()
      }
    }
  return lines
}

/** What is measured on an engine. Whatever it opens it adds to `opened`. */
type LineUp = (running: RunningEngine, opened: Closable[]) => Promise<readonly Line[]>

const keptIn =
  (opened: Closable[]) =>
  <T extends Closable>(each: T): T => {
    opened.push(each)
    return each
  }

const onSqlite: LineUp = async ({ makeDatabase }, opened) => {
  const keep = keptIn(opened)
  const files = [await makeDatabase('library'), await makeDatabase('bare')] as const
  const ours = keep(await openLibrary('sqlite', files[0]))
  const twin = keep(await openLibrary('sqlite', files[1]))
  const bare = keep(bareSqlite(files[1]))
  return [rateLine('notices sqlite, sent', await compare(rounds, delivering(ours), bare.delivering(twin)))]
}

const onPostgres: LineUp = async ({ makeDatabase }, opened) => {
  const keep = keptIn(opened)
  const urls = [await makeDatabase('library'), await makeDatabase('bare')] as const
  const ours = keep(await openLibrary('postgres', urls[0]))
  const twin = keep(await openLibrary('postgres', urls[1]))
  const bare = keep(barePostgres(urls[1]))
  const boss = keep(await openPgBoss(await makeDatabase('pg_boss')))
  return [
    rateLine('notices postgres, sent', await compare(rounds, delivering(ours), bare.delivering(twin))),
    rateLine(
      'notices postgres, sent, against pg-boss',
      await compare(rounds, delivering(ours), boss.working),
    ),
    rateLine(
      'notices postgres, written, against pg-boss',
      await compare(rounds, writing(ours), boss.inserting),
    ),
  ]
}

const lineUps: Readonly<Partial<Record<EngineName, LineUp>>> = { sqlite: onSqlite, postgres: onPostgres }
