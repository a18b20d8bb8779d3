import { describe, test } from 'vitest'
import { timeout } from '../../effort.ts'
import { races, rounds } from './races.ts'
import { temporaryFile } from './temporary-file.ts'

describe(`in ${rounds} rounds in an SQLite file, of 64 in four processes`, () => {
  test.each(races)('%s', { timeout }, (_, race) => race(temporaryFile()))
})
