import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { deadPaths, rowsUnder, withoutOnePlace } from './contributing.ts'
import { root } from './sources.ts'

const heading = 'Where a change goes'
const page = readFileSync(`${root}CONTRIBUTING.md`, 'utf8')
const rows = rowsUnder(page, heading)
const exists = (path: string): boolean => existsSync(root + path)

/** A feature has a place in more layers than a change has cells. */
const changes = rows.filter(({ length }) => length === 3)
const features = rows.filter(({ length }) => length === 7)

describe('the map of CONTRIBUTING', () => {
  it('is read: changes, and features', () => {
    expect(changes.length).toBeGreaterThan(15)
    expect(features.length).toBeGreaterThan(8)
    expect(changes.length + features.length).toBe(rows.length)
  })

  it('names one place for each change', () => {
    expect(withoutOnePlace(changes)).toStrictEqual([])
  })

  it('leads to places that exist', () => {
    expect(deadPaths(rows, exists)).toStrictEqual([])
  })

  it('names rule, use case, page and test of each feature', () => {
    const gaps = features.filter(([, rule, useCase, , , doc, test]) =>
      [rule, useCase, doc, test].includes(''),
    )
    expect(gaps).toStrictEqual([])
  })
})

describe('a map that is wrong', () => {
  const made = (...lines: readonly string[]) =>
    rowsUnder(
      ['# Page', '', `## ${heading}`, '', '| a | b | c |', '| - | - | - |', ...lines, ''].join('\n'),
      heading,
    )

  it('is told of a path that does not exist', () => {
    expect(
      deadPaths(made('| a rule | `packages/gone` | see `docs` and `docs/gone.md` |'), exists),
    ).toStrictEqual(['a rule: packages/gone', 'a rule: docs/gone.md'])
  })

  it('is told of a change with two places, or none', () => {
    expect(
      withoutOnePlace(made('| a | `docs`, `bench` | |', '| b | somewhere | |', '| c | `docs` | |')),
    ).toStrictEqual(['a', 'b'])
  })

  it('has no rows if the heading is gone', () => {
    expect(rowsUnder(page, 'Where a change went')).toStrictEqual([])
  })
})
