import { expect, test } from 'vitest'
import { timeout, times } from '../../effort.ts'
import { killImports } from './kill-imports.ts'
import { temporaryFile } from './temporary-file.ts'

// `pnpm test:kills` kills 500.
const kills = times({ short: 20, long: 60 })

test(
  `${kills} killed imports into an SQLite file: whatever was acknowledged is there, each batch whole or not at all`,
  { timeout },
  async () => {
    const { acknowledged } = await killImports(temporaryFile(), kills)
    expect(acknowledged).toBeGreaterThan(kills / 2)
  },
)
