import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killImports } from './adapters/storage/kill-imports.ts'
import { killMoves } from './adapters/storage/kill-moves.ts'
import { killRelays } from './app/relay/kill-relays.ts'
import { hasMariadb, startMariadb } from './servers/mariadb.ts'
import { startPostgres } from './servers/postgres.ts'
import type { Server } from './servers/server-process.ts'

// Kills 500 importing processes on every durable engine, or on those that are named: `pnpm test:kills [engine ...]`. With
// `relays` among the names, it kills relays instead, until 100,000 notices are sent by a rough mail server, and 20,000 events. With `moves`
// it kills processes that share moves. A number among the names is that of the kills, or of the notices.

const [kills, notices] = [500, 100_000]

/** In ms. A relay takes a second or more to start: one that lives no longer spends half of its life on that. */
const relayLifetime = 10_000

type Place = Pick<Server, 'url' | 'stop'>

const sqlite = async (): Promise<Place> => {
  const directory = mkdtempSync(join(tmpdir(), 'keepsake-kills-'))
  return {
    url: join(directory, 'users.db'),
    stop: async () => rmSync(directory, { recursive: true, force: true }),
  }
}

const engines: Readonly<Record<string, () => Promise<Place>>> = {
  sqlite,
  postgres: () => startPostgres(),
  ...(hasMariadb() && { mariadb: () => startMariadb() }),
}

const what = process.argv.slice(2)
const [count] = what.map(Number).filter(Number.isSafeInteger)
const named = what.filter((name) => name !== 'relays' && name !== 'moves' && name !== String(count))
const run = (url: string): Promise<object> => {
  if (what.includes('relays')) return killRelays(url, { notices: count ?? notices, lifetime: relayLifetime })
  return what.includes('moves') ? killMoves(url, count ?? kills) : killImports(url, count ?? kills)
}
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
