import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { readSources, root, type Sources } from './sources.ts'
import { emptyPatterns, finds, treeRules } from './tree-rules.ts'

/** Every file that is committed, or would be by `git add .`. */
const readTree = (): Sources =>
  new Map(
    execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
      .split('\0')
      .flatMap((path) => {
        const text = path === '' ? undefined : readIfThere(path)
        return text === undefined ? [] : [[path, text]]
      }),
  )

/** A file may be in git's index and gone from the tree, or be another test's and go while this one reads. */
const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(root + path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw cause
  }
}

const tree = readTree()

/** A habit, not a law, so it is said and does not fail. */
const habitualLines = 180

afterAll(() => {
  const long = [...readSources('packages/*/src/**/*.ts')]
    .map(([path, text]) => ({ path, lines: text.split('\n').length }))
    .filter(({ lines }) => lines > habitualLines)
  if (long.length > 0) console.warn(`More than ${habitualLines} lines:`, long)
})

describe('the tree', () => {
  it('is read', () => {
    expect([...tree.keys()]).toEqual(expect.arrayContaining(['package.json', 'packages/domain/src/index.ts']))
  })
})

describe.each(treeRules)('$says', (rule) => {
  it('holds', () => {
    expect(finds(rule, tree)).toStrictEqual([])
  })

  it('speaks of files that are there', () => {
    expect(emptyPatterns(rule, tree)).toStrictEqual([])
    expect(emptyPatterns({ ...rule, files: /^gone\//u }, tree)).toStrictEqual([/^gone\//u])
  })

  it('names a file that breaks it', () => {
    const [path, ...pieces] = rule.breach
    expect(finds(rule, new Map([[path, `\n${pieces.join('')}`]]))).toStrictEqual([`${path}:2`])
  })
})
