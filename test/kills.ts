import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killImports } from './adapters/storage/kill-imports.ts'
import { killRelays } from './app/relay/kill-relays.ts'
import { hasMariadb, startMariadb } from './servers/mariadb.ts'
import { startPostgres, type Server } from './servers/postgres.ts'

// Kills 500 importing processes on every durable engine, or on those that are named: `pnpm test:kills [engine ...]`. With
// `relays` among the names, it kills relays instead, until 100,000 notices and events are sent.

const kills = 500
const items = 100_000

const sqlite = async (): Promise<Server> => {
  const directory = mkdtempSync(join(tmpdir(), 'keepsake-kills-'))
  return {
    url: join(directory, 'users.db'),
    stop: async () => rmSync(directory, { recursive: true, force: true }),
  }
}

const engines: Readonly<Record<string, () => Promise<Server>>> = {
  sqlite,
  postgres: () => startPostgres(),
  ...(hasMariadb() && { mariadb: () => startMariadb() }),
}

const what = process.argv.slice(2)
const named = what.filter((name) => name !== 'relays')
const run = (url: string): Promise<object> =>
  what.includes('relays')
    ? killRelays(url, { items, directory: mkdtempSync(join(tmpdir(), 'keepsake-relays-')) })
    : killImports(url, kills)
for (const [name, start] of Object.entries(engines))
  if (named.length === 0 || named.includes(name)) {
    const server = await start()
    const startedAt = performance.now()
    try {
      const report = await run(server.url)
      const seconds = Math.round((performance.now() - startedAt) / 1000)
      console.log(name, { ...report, seconds })
    } finally {
      await server.stop()
    }
  }
