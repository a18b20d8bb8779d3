import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { keyValueStorage } from '../../examples/key-value-storage/key-value-storage.ts'
import { openKeyValueStore } from '../../examples/key-value-storage/key-value.ts'
import { answersAsMemory } from '../models/port-runs.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'examples', 'key-value-storage')

describe('the storage on a key-value store', () => {
  it('passes every conformance case under node:test', async () => {
    const flags = [
      '--conditions=@keepsake/source',
      '--disable-warning=ExperimentalWarning',
      '--test-reporter=tap',
    ]
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...flags,
      '--test',
      join(folder, 'proof.test.ts'),
    ])
    expect(stdout).toMatch(/^# fail 0$/mu)
    expect(stdout).toMatch(/^# pass [1-9]\d\d$/mu)
  })

  it('answers whatever it is asked as memory does', () =>
    answersAsMemory(keyValueStorage(openKeyValueStore()), 200))
})

describe('the page on writing an adapter', async () => {
  const page = await readFile(join(root, 'docs', 'writing-an-adapter.md'), 'utf8')

  it('shows the code of the example', async () => {
    const files = globSync('**/*.ts', { cwd: folder })
    const sources = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
    const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gmsu)].map(([, code]) => code ?? '')
    expect(blocks.length).toBeGreaterThan(5)
    for (const block of blocks) expect(sources.filter((source) => source.includes(block))).toHaveLength(1)
  })

  it('names every verb of every store', () => {
    const storage = keyValueStorage(openKeyValueStore()).inPool('pool' as never)
    const { atomically: _, ...stores } = storage
    for (const [name, store] of Object.entries(stores)) {
      expect(page).toContain(`\`${name}.`)
      for (const verb of Object.keys(store)) expect(page).toMatch(new RegExp(`[.\`]${verb}\``, 'u'))
    }
  })

  it('links only to what exists', async () => {
    for (const [, link] of page.matchAll(/\]\((?!https?:)([^)#]+)/gu))
      expect(globSync(join(root, 'docs', link ?? ''))).toHaveLength(1)
  })
})
