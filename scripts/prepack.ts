/**
 * Runs before a package is packed, in its folder: builds it, puts the licence beside it, and refuses a tarball that lacks a
 * file which its manifest names, or whose manifest no other package manager can read. `--built`: another step has built it.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

type Conditions = Readonly<Record<string, string>>
type Manifest = {
  readonly name: string
  readonly exports: Readonly<Record<string, Conditions>>
  readonly bin?: Readonly<Record<string, string>>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = process.cwd()
const text = readFileSync(join(folder, 'package.json'), 'utf8')
const { name, exports, bin = {} } = JSON.parse(text) as Manifest

const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const { status, stdout } = process.argv.includes('--built')
  ? { status: 0, stdout: '' }
  : spawnSync(process.execPath, [tsc, '-b', folder], { encoding: 'utf8' })

/** The sources are for this workspace, and a tarball may come without them. */
const built = [
  ...Object.values(exports).flatMap(({ types, default: code }) => [types, code]),
  ...Object.values(bin),
]
const problems = [
  ...(status === 0 ? [] : [`it does not build:\n${stdout}`]),
  ...built
    .filter((file) => file === undefined || !existsSync(join(folder, file)))
    .map((file) => `${file} is not there`),
  ...(text.includes('"workspace:')
    ? ['a dependency is written as workspace:, which only pnpm replaces']
    : []),
  ...(existsSync(join(folder, 'README.md')) ? [] : ['it has no README.md']),
]
for (const problem of problems) console.error(`${name}: ${problem}`)
if (problems.length > 0) process.exit(1)
for (const file of ['LICENSE', 'NOTICE']) copyFileSync(join(root, file), join(folder, file))
