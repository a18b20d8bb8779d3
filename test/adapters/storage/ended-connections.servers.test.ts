import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, inject, test } from 'vitest'
import { askByUrl, type Ask } from './ask-by-url.ts'
import { linesOf, startChild } from './child-process.ts'
import { newMysqlDatabase } from './open-mysql.ts'
import { newPostgresDatabase } from './open-postgres.ts'

/** Ends every connection of the database but its own. Answers how many there were. */
type EndAll = (ask: Ask) => Promise<number>

const endPostgres: EndAll = async (ask) => {
  const rows = await ask(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`)
  return rows.length
}

const endMariadb: EndAll = async (ask) => {
  const rows = await ask(`SELECT id FROM information_schema.processlist
    WHERE db = database() AND id <> connection_id()`)
  for (const { id } of rows) await ask(`KILL CONNECTION ${String(id)}`).catch(() => undefined)
  return rows.length
}

type Report = { readonly counts: Readonly<Record<string, number>>; readonly recovered: boolean }

/** Lets a process work, and ends its connections all the while, and once more when it has been told to stop. */
const endWhileWorking = async (url: string, whose: string, endAll: EndAll): Promise<Report> => {
  const child = startChild('ended-connections-child.ts', url, whose)
  const exited = once(child, 'exit')
  const lines = linesOf(child)
  expect((await lines.next()).value).toBe('ready')
  let ended = 0
  await askByUrl(url, async (ask) => {
    for (let round = 0; round < 150 && child.exitCode === null; round += 1) {
      ended += await endAll(ask)
      await pause(20)
    }
    child.stdin.write('stop\n')
    for (let round = 0; round < 10; round += 1) {
      await pause(50)
      ended += await endAll(ask)
    }
  })
  child.stdin.end()
  const said = await lines.next()
  const [code] = (await exited) as [number | null]
  expect({ code, hasReported: said.done !== true }).toEqual({ code: 0, hasReported: true })
  expect(ended).toBeGreaterThan(20)
  return JSON.parse(String(said.value)) as Report
}

const testEndings = (newDatabase: () => Promise<string>, endAll: EndAll): void => {
  test.each(['own', 'injected'])(
    'a process with a pool of its %s lives on, answers unavailable, and recovers',
    { timeout: 120_000 },
    async (whose) => {
      const { counts, recovered } = await endWhileWorking(await newDatabase(), whose, endAll)
      expect(Object.keys(counts).toSorted()).toEqual(['ok', 'unavailable'])
      expect(recovered).toBe(true)
    },
  )
}

describe('where PostgreSQL ends connections', () => {
  testEndings(() => newPostgresDatabase(), endPostgres)
})

describe.skipIf(inject('mariadbUrl') === '')('where MariaDB ends connections', () => {
  testEndings(() => newMysqlDatabase(), endMariadb)
})
