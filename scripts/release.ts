/**
 * Makes a release up to the step before the registry: raises the versions by the files in `.changeset`, checks everything,
 * packs the packages into `release/`, and tries them in a new project. `--check` only says what stands in the way.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folders = ['domain', 'app', 'adapters', 'http', 'cli', 'conformance']

type Manifest = { readonly name: string; readonly repository?: { readonly url?: string } }

const outputOf = (command: string, args: readonly string[], cwd = root): string => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed\n${stdout}${stderr}`)
  return stdout.trim()
}

const run = (command: string, args: readonly string[], cwd = root): void => {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`)
}

/** What stands in the way of a release. */
const obstacles = (): readonly string[] => [
  ...(outputOf('git', ['status', '--porcelain']) === '' ? [] : ['the working tree has changes: commit them']),
  ...(outputOf('git', ['branch', '--show-current']) === 'main' ? [] : ['this is not the branch main']),
  ...(globSync('.changeset/*.md', { cwd: root }).some((file) => !file.endsWith('README.md'))
    ? []
    : ['.changeset has no change to release']),
  ...folders.flatMap((folder) => {
    const path = join(root, 'packages', folder, 'package.json')
    const { name, repository } = JSON.parse(readFileSync(path, 'utf8')) as Manifest
    return /\bexample\.(?:com|org)\b/u.test(repository?.url ?? '')
      ? [`${name} names example.com: write the address of the repository into its manifest`]
      : []
  }),
]

const release = (): void => {
  run('npx', ['-y', '@changesets/cli@2', 'version'])
  // The lock file has the versions by which the packages name one another.
  run('npx', ['-y', 'pnpm@12', 'install', '--no-frozen-lockfile'])
  run('npx', ['-y', 'pnpm@12', 'docs:licences'])
  run('npx', ['-y', 'pnpm@12', 'check'])
  const target = join(root, 'release')
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target)
  for (const folder of folders)
    run('npm', ['pack', '--pack-destination', target], join(root, 'packages', folder))
  run(process.execPath, [join(root, 'scripts', 'check-newcomer.ts'), target])
  console.log('\nPacked and tried:')
  for (const file of globSync('*.tgz', { cwd: target }).toSorted()) {
    const digest = createHash('sha256')
      .update(readFileSync(join(target, file)))
      .digest('hex')
    console.log(`${digest}  release/${file}`)
  }
  console.log('\nLeft to do: read `git diff`, commit, tag, push, and publish the files of release/.')
}

const found = obstacles()
for (const obstacle of found) console.error(`Not ready: ${obstacle}`)
if (found.length > 0) process.exitCode = 1
else if (process.argv.includes('--check')) console.log('Ready to release.')
else release()
