import { expect, test } from 'vitest'
import { temporaryDirectory, temporaryFile } from '../../adapters/storage/temporary-file.ts'
import { killRelays } from './kill-relays.ts'

// `pnpm test:kills relays` sends 100,000.
const items = 2000

test(
  `on SQLite, ${items} notices and events through relays that are killed: none is lost`,
  { timeout: 300_000 },
  async () => {
    const report = await killRelays(temporaryFile(), { items, directory: temporaryDirectory() })
    expect(report.kills).toBeGreaterThan(5)
  },
)
