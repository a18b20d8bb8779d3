import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The fenced blocks of a page in one language, in order. */
const blocksOf = (page: string, language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gmsu'))].map(([, code]) => code ?? '')

/** Runs TypeScript as a user of the packages would, and answers what it printed. */
const run = async (code: string): Promise<string> => {
  // Inside test/, so that imports resolve as those of a workspace member do.
  const folder = await mkdtemp(join(root, 'test', '.readme-'))
  try {
    const file = join(folder, 'block.ts')
    await writeFile(file, code)
    const flags = ['--conditions=@keepsake/source', '--disable-warning=ExperimentalWarning']
    return (await promisify(execFile)(process.execPath, [...flags, file])).stdout
  } finally {
    await rm(folder, { recursive: true })
  }
}

describe('the README', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const [library, sdk] = blocksOf(readme, 'ts')

  it('shows code that runs and prints what the README says', async () => {
    expect(library).toBeDefined()
    expect(await run(library ?? '')).toBe(blocksOf(readme, 'text')[0])
  })

  it('shows an SDK that reaches the facade when it is served', async () => {
    expect(sdk).toBeDefined()
    expect(await run(`${serving}\n${pointed(sdk ?? '')}\n${asking}`)).toBe('signed_in\n')
  })

  it('names only scripts that exist', async () => {
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { scripts: object }
    const named = [...readme.matchAll(/npx -y pnpm@12 (\w+)/gu)].map(([, script]) => script)
    expect(named).toEqual(expect.arrayContaining(['demo', 'test', 'keepsake']))
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...new Set(named)]))
  })

  it('links only to pages that exist', async () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/gu)].map(([, link]) => link ?? '')
    expect(links.length).toBeGreaterThan(0)
    for (const link of links)
      await expect(readFile(join(root, link)).catch(ignoreFolder)).resolves.toBeDefined()
  })
})

const ignoreFolder = (cause: NodeJS.ErrnoException): string => {
  if (cause.code === 'EISDIR') return 'a folder'
  throw cause
}

/** The SDK's block leaves the server to `keepsake serve`; here it runs beside it. */
const serving = `
import { once } from 'node:events'
import { serve } from '@hono/node-server'
import { loadConfig, openContainer, tokens } from 'keepsake/inversify'
const accessKeyId = '6250f12d5d00009bcfcf784b'
const accessKeySecret = crypto.randomUUID()
const config = await loadConfig('none.json', {
  KEEPSAKE_DATABASE_URL: 'memory:',
  KEEPSAKE_ACCESS_KEY_ID: accessKeyId,
  KEEPSAKE_ACCESS_KEY_SECRET: accessKeySecret,
  KEEPSAKE_SEALING_KEY: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64'),
})
const container = await openContainer(config)
const server = serve({ fetch: container.get(tokens.httpApp).fetch, hostname: '127.0.0.1', port: 0 })
await once(server, 'listening')
const port = server.address().port`

const pointed = (block: string): string =>
  block.replace("'http://127.0.0.1:3000'", '`http://127.0.0.1:${port}`')

const asking = `
const answer = await container.get(tokens.keepsake).signIn({ login: 'bob', password: 'correct horse' })
console.log(answer.isOk() && answer.value.verdict)
server.closeAllConnections()
server.close()`
