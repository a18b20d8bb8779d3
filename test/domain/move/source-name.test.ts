import { checkSourceName } from '@keepsake/domain/rules'
import { expect, it } from 'vitest'

it.each(['auth0-prod', 'CRM of 2019', '旧系统', 'x'.repeat(64)])('%s can be the name of a source', (name) => {
  expect(checkSourceName(name).isOk()).toBe(true)
})

it.each(['', 'x'.repeat(65), 'two\nlines', 'a\u0000b', '\ud800'])('%j is the name of no source', (name) => {
  expect(checkSourceName(name)._unsafeUnwrapErr()).toEqual([
    { code: 'move.source_malformed', path: ['source'], params: { max: 64 } },
  ])
})
