import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Pages for users of Keepsake. Notes on decisions are for those who change it. */
const pages = globSync('docs/**/*.md', { cwd: root, exclude: ['docs/decisions/**'] }).map((path) =>
  path.replaceAll('\\', '/'),
)

/** How far a reader has to scroll at most until the first example, in lines. */
const mostBefore = 40

/** What a page lacks at its beginning: a title, a sentence on its purpose, an example. */
const lacks = (text: string): readonly string[] => {
  const lines = text.split('\n')
  const [title = '', , first = ''] = lines
  const example = lines.findIndex((line) => /^ *```\w/u.test(line))
  return [
    ...(/^# \S/u.test(title) ? [] : ['a title']),
    ...(/^[^\s|#>-]/u.test(first) ? [] : ['what it is for']),
    ...(example >= 0 && example < mostBefore ? [] : ['an example']),
  ]
}

describe('a page of the documentation', () => {
  it.each(pages)('%s begins with what it is for, and an example', (path) => {
    expect(lacks(readFileSync(root + path, 'utf8'))).toStrictEqual([])
  })

  it('is read', () => {
    expect(pages).toEqual(expect.arrayContaining(['docs/users.md', 'docs/moving/sources.md']))
  })

  it('is told of what it lacks', () => {
    expect(lacks('# A\n\n| a | b |\n')).toStrictEqual(['what it is for', 'an example'])
    expect(lacks(`Text\n\nMore\n${'\n'.repeat(40)}\`\`\`ts\n`)).toStrictEqual(['a title', 'an example'])
  })
})
