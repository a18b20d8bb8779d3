import { describe, test } from 'vitest'
import { temporaryFile } from '../../adapters/storage/temporary-file.ts'
import { timeout } from '../../effort.ts'
import { everyRace } from './in-processes.ts'

describe('on SQLite', () => {
  test.each(everyRace)('%s', { timeout }, (_, race) => race(temporaryFile()))
})
