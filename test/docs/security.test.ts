import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { networkAllowance, codeHardStop, passwordBackoff, strangerBackoff } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { loadConfig } from 'keepsake/inversify'
import { accessKeySecret, sealingKey } from '../cli/keepsake.ts'

const root = new URL('../../', import.meta.url)
const read = (page: string): string => readFileSync(fileURLToPath(new URL(page, root)), 'utf8')
const page = read('docs/security.md')

/** The first two columns of the table of settings: a name, and what it is where absent. */
const named = new Map(
  [...page.matchAll(/^\| `([\w.]+)` +\| (?:`([^`]+)`|(not set)) +\|/gmu)].map(
    ([, setting = '', value, none]) => [setting, value ?? none],
  ),
)

/** What no configuration can leave out. */
const required = {
  KEEPSAKE_DATABASE_URL: 'memory:',
  KEEPSAKE_ACCESS_KEY_ID: 'pool',
  KEEPSAKE_ACCESS_KEY_SECRET: accessKeySecret,
  KEEPSAKE_SEALING_KEY: sealingKey,
}

describe('the page on security', () => {
  it('names the defaults that the configuration has', async () => {
    expect(named.size).toBe(10)
    const config = await loadConfig('there-is-none.json', required)
    const actual = [...named.keys()].map((setting) => {
      const value = setting
        .split('.')
        .reduce<unknown>((place, key) => (place as Readonly<Record<string, unknown>>)[key], config)
      return [setting, value === undefined ? 'not set' : JSON.stringify(value).replaceAll('"', '')]
    })
    expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(named))
  })

  it('names the attempts that there are in succession', () => {
    const text = page.replaceAll(/\s+/gu, ' ')
    expect(text).toContain(`${passwordBackoff.free} at one account from one network or device`)
    expect(text).toContain(`${strangerBackoff.free} at one account from all strangers`)
    expect(text).toContain(`${networkAllowance.most} from one network at all accounts`)
    expect(text).toContain(`${codeHardStop.free} codes of one user`)
  })

  it.each(['docs/security.md', 'SECURITY.md'])('leads to pages that are there: %s', (from) => {
    const links = [...read(from).matchAll(/\]\((?!https?:)([^)#]+)(?:#([\w-]+))?\)/gu)]
    expect(links.length).toBeGreaterThan(1)
    for (const [, path = '', anchor] of links) {
      const target = new URL(path, new URL(from, root))
      expect(existsSync(target), path).toBe(true)
      if (anchor !== undefined) expect(anchorsOf(readFileSync(target, 'utf8')), path).toContain(anchor)
    }
  })
})

/** The anchors of a page's headings, as hosts of repositories make them. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
