import { expect, test } from 'vitest'
import { temporaryFile } from '../../adapters/storage/temporary-file.ts'
import { killRelays } from './kill-relays.ts'

// `pnpm test:kills relays` sends 100,000.
const [notices, lifetime] = [1000, 4000]

test(
  `on SQLite, ${notices} notices by a rough mail server, and events, through relays that are killed: none is lost`,
  { timeout: 300_000 },
  async () => {
    const report = await killRelays(temporaryFile(), { notices, lifetime })
    expect(report.kills).toBeGreaterThan(5)
    expect(Object.entries(report.mishaps).filter(([, count]) => count === 0)).toEqual([])
  },
)
