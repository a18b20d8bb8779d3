import { globSync } from 'node:fs'
import { matchesGlob } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { needServers, projectsFor, rooms, tiers, type TestFiles } from '../projects.ts'
import { root } from './sources.ts'

const files = globSync('{test,packages}/**/*.{test,spec}.{ts,mts,js,mjs}', {
  cwd: root,
  exclude: ['**/node_modules/**', '**/dist/**'],
}).map((path) => path.replaceAll('\\', '/'))

/** The projects that a file belongs to. */
const projectsOf = (file: string, projects: Readonly<Record<string, TestFiles>>): readonly string[] =>
  Object.entries(projects)
    .filter(([, { include, exclude }]) => {
      const matches = (patterns: readonly string[]) => patterns.some((pattern) => matchesGlob(file, pattern))
      return matches(include) && !matches(exclude)
    })
    .map(([name]) => name)

/** Files that belong to no project, or to several. */
const misplaced = (paths: readonly string[], projects: Readonly<Record<string, TestFiles>>) =>
  paths.map((path) => [path, ...projectsOf(path, projects)]).filter(({ length }) => length !== 2)

describe.each([
  ['tiers', tiers],
  ['rooms', rooms],
])('the projects of the %s', (_, projects) => {
  it('have each test file exactly once', () => {
    expect(files.length).toBeGreaterThan(300)
    expect(misplaced(files, projects)).toStrictEqual([])
  })

  it('have files, each of them', () => {
    const used = new Set(files.flatMap((file) => projectsOf(file, projects)))
    expect([...used].toSorted()).toStrictEqual(Object.keys(projects).toSorted())
  })

  it('start servers for the tests that need them, and for no others', () => {
    for (const file of files) {
      const starts = projectsOf(file, projects).some((name) => needServers.includes(name))
      expect(starts, file).toBe(file.endsWith('.servers.test.ts'))
    }
  })
})

test('a test in a folder that no room has is named', () => {
  expect(misplaced(['test/fax/modem.test.ts', 'test/app/a.test.ts'], rooms)).toStrictEqual([
    ['test/fax/modem.test.ts'],
  ])
  const both = { ...rooms, again: rooms.app }
  expect(misplaced(['test/app/a.test.ts'], both)).toStrictEqual([['test/app/a.test.ts', 'app', 'again']])
})

test.each([
  [['run', '--project', 'quick'], tiers],
  [['run', '--project=rounds', 'test/app'], tiers],
  [['run', '--project', 'app'], rooms],
  [['run', 'test/domain'], rooms],
  [['run', '-t', 'quick'], rooms],
])('%j runs projects of one kind', (args, projects) => {
  expect(projectsFor(args)).toBe(projects)
})
