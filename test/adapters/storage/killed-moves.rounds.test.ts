import { expect, test } from 'vitest'
import { timeout, times } from '../../effort.ts'
import { killMoves } from './kill-moves.ts'
import { temporaryFile } from './temporary-file.ts'

// `pnpm test:kills moves` kills 500.
const kills = times({ short: 12, long: 500 })

test(
  `${kills} killed processes that share moves into an SQLite file: no row is lost, and none is there twice`,
  { timeout },
  async () => {
    const { again } = await killMoves(temporaryFile(), kills)
    expect(again).toBeGreaterThan(0)
  },
)
