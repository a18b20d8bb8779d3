/**
 * Shows that the packages work as they will be installed: builds and packs them, lints what was packed, and lets a
 * consumer outside the workspace, with nothing but the tarballs and their dependencies, compile and run against them.
 * Every problem is listed; any makes the exit code 1.
 */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { weighEmbedding } from './check-packages/weigh.ts'

type Problems = readonly string[]

type Manifest = {
  readonly name: string
  readonly exports: Readonly<Record<string, unknown>>
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** A package of the workspace and the folder its tarball was unpacked to. */
type Packed = {
  readonly source: string
  readonly tarball: string
  readonly folder: string
  readonly manifest: Manifest
}

const root = fileURLToPath(new URL('..', import.meta.url))
const packages = ['domain', 'app', 'adapters', 'conformance', 'http', 'cli'].map((name) =>
  join(root, 'packages', name),
)

const checkPackages = async (room: string): Promise<Problems> => {
  // A build leaves the output of a source that was renamed or removed where it was, and would publish it.
  for (const source of packages) rmSync(join(source, 'dist'), { recursive: true, force: true })
  const built = run(root, process.execPath, [tsc, '-b', ...packages])
  if (built.length > 0) return built

  const consumer = join(room, 'consumer')
  const packed = packages.map((source) => pack(source, room, consumer))
  const lint = await Promise.all(packed.flatMap((each) => [lintPacked(each), lintTypes(each)]))
  linkDependencies(packed, consumer)
  return [
    ...packed.flatMap(checkManifest),
    ...packed.flatMap(checkFiles),
    ...lint.flat(),
    ...importEverything(packed, consumer),
    ...compileConsumer(consumer),
    ...run(consumer, process.execPath, ['consumer.ts']),
    ...packed.flatMap(runCommands),
    ...openWithoutPeers(packed, room),
    ...weigh(packed, room),
  ]
}

const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')

/** Packs with pnpm, which puts real versions where a manifest says `workspace:`, and unpacks into the consumer. */
const pack = (source: string, room: string, consumer: string): Packed => {
  const { name } = readManifest(source)
  const destination = join(room, 'tarballs', name)
  const folder = join(consumer, 'node_modules', name)
  mkdirSync(destination, { recursive: true })
  mkdirSync(folder, { recursive: true })
  const hasPnpm = run(source, 'pnpm', ['--version']).length === 0
  const [command, ...args]: [string, ...string[]] = hasPnpm ? ['pnpm'] : ['npx', '-y', 'pnpm@12']
  must(run(source, command, [...args, 'pack', '--pack-destination', destination]))
  const [tarball] = globSync('*.tgz', { cwd: destination })
  must(tarball === undefined ? [`${name}: nothing was packed`] : [])
  must(run(destination, 'tar', ['-xzf', tarball!, '-C', folder, '--strip-components=1']))
  return { source, tarball: join(destination, tarball!), folder, manifest: readManifest(folder) }
}

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

const checkManifest = ({ folder, manifest }: Packed): Problems =>
  readFileSync(join(folder, 'package.json'), 'utf8').includes('workspace:')
    ? [`${manifest.name}: the packed manifest still says workspace:`]
    : []

const checkFiles = ({ source, folder, manifest }: Packed): Problems => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll('\\', '/'),
  )
  const kept = new Set(files)
  const stray = files.filter((file) => strays.test(file))
  const sources = globSync('src/**/*.ts', { cwd: source }).map((file) => file.replaceAll('\\', '/'))
  const unbuilt = sources.filter((file) => !kept.has(toDeclaration(file)))
  return [
    ...(sources.length === 0 ? [`${manifest.name}: no sources were found`] : []),
    ...stray.map((file) => `${manifest.name}: ${file} does not belong in the tarball`),
    ...unbuilt.map((file) => `${manifest.name}: ${file} was not built`),
  ]
}

/** Sources and maps cost more than they help: the code that is published reads like the sources. */
const strays = /\.tsbuildinfo$|\.test\.|\.spec\.|(?:^|\/)tests?\/|^src\/|\.map$/u

const toDeclaration = (file: string): string => file.replace(/^src\/(.*)\.ts$/u, 'dist/$1.d.ts')

const lintPacked = async ({ folder, manifest }: Packed): Promise<Problems> => {
  const { messages, pkg } = await publint({ pkgDir: folder, pack: false })
  return messages.map(
    (message) => `${manifest.name}: publint: ${formatMessage(message, pkg) ?? message.code}`,
  )
}

/** Resolutions that ES modules alone do not serve: they have no CommonJS form, by choice. */
const notServed: readonly string[] = ['node10', 'node16-cjs']

/** What a type checker would stumble over that resolves modules as node or as a bundler does. */
const lintTypes = async ({ tarball, manifest }: Packed): Promise<Problems> => {
  const found = await checkPackage(createPackageFromTarballData(readFileSync(tarball)))
  if (found.types === false) return [`${manifest.name}: no types were packed`]
  return found.problems
    .filter((problem) => !('resolutionKind' in problem && notServed.includes(problem.resolutionKind)))
    .map((problem) => `${manifest.name}: types: ${JSON.stringify(problem)}`)
}

/** Gives the consumer what its packages declare, out of what the workspace has installed, and the types of node. */
const linkDependencies = (packed: readonly Packed[], consumer: string): void => {
  const linked = new Map<string, string>()
  const link = (name: string, target: string): void => {
    const known = linked.get(name)
    must(known === undefined || known === target ? [] : [`${name} is installed in two versions`])
    if (known !== undefined) return
    linked.set(name, target)
    const path = join(consumer, 'node_modules', name)
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(target, path, 'junction')
  }
  const names = new Set(packed.map(({ manifest }) => manifest.name))
  for (const { source, manifest } of packed)
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
      if (!names.has(name)) link(name, realpathSync(join(source, 'node_modules', name)))
  link('@types/node', realpathSync(join(root, 'node_modules', '@types', 'node')))
}

/** Loads every subpath with plain node: it must lead to a built file that exports something or only types. */
const importEverything = (packed: readonly Packed[], consumer: string): Problems => {
  const names = packed.flatMap(({ manifest }) =>
    Object.keys(manifest.exports).map((subpath) => manifest.name + subpath.slice(1)),
  )
  must(names.length === 0 ? ['The packages export nothing'] : [])
  const script = `
    for (const name of ${JSON.stringify(names)}) {
      const url = import.meta.resolve(name)
      if (!/\\/dist\\/.*\\.js$/.test(url)) throw new Error(name + ' leads to ' + url)
      if (Object.keys(await import(name)).length === 0) throw new Error(name + ' exports nothing')
    }`
  writeFileSync(join(consumer, 'imports.mjs'), script)
  return run(consumer, process.execPath, ['imports.mjs'])
}

/** Compiles the consumer as node resolves modules, and as bundlers do. */
const compileConsumer = (consumer: string): Problems => {
  cpSync(join(root, 'scripts', 'check-packages', 'consumer.ts'), join(consumer, 'consumer.ts'))
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  return [
    ...compileUnder({ module: 'NodeNext', moduleResolution: 'NodeNext' }, consumer),
    ...compileUnder({ module: 'ESNext', moduleResolution: 'Bundler' }, consumer),
  ]
}

const compileUnder = (resolution: Readonly<Record<string, string>>, consumer: string): Problems => {
  const compilerOptions = {
    target: 'ES2024',
    ...resolution,
    types: ['node'],
    strict: true,
    noEmit: true,
    skipLibCheck: false,
  }
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }))
  return run(consumer, process.execPath, [tsc, '-p', 'tsconfig.json'])
}

/**
 * Lets npm install the adapters without their optional peers. Each subpath must load, and each opener must say which
 * package is missing.
 */
const openWithoutPeers = (packed: readonly Packed[], room: string): Problems => {
  const bare = join(room, 'bare')
  mkdirSync(bare)
  writeFileSync(join(bare, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const needed = packed.filter(({ manifest }) => /\/(?:domain|adapters)$/u.test(manifest.name))
  const adapters = needed.find(({ manifest }) => manifest.peerDependencies !== undefined)
  must(adapters === undefined ? ['The adapters have no optional peers'] : [])
  const { name, exports, peerDependencies = {} } = adapters!.manifest
  const subpaths = Object.keys(exports).map((subpath) => name + subpath.slice(1))
  cpSync(join(root, 'scripts', 'check-packages', 'peers.mjs'), join(bare, 'peers.mjs'))
  const installed = installBare(needed, bare)
  if (installed.length > 0) return installed
  const args = [JSON.stringify(subpaths), JSON.stringify(Object.keys(peerDependencies))]
  return run(bare, process.execPath, ['peers.mjs', ...args])
}

/** Lets npm install packages without their optional peers, which is what a service embeds at least. */
const installBare = (packed: readonly Packed[], folder: string): Problems => {
  const flags = [
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--prefer-offline',
    '--omit=peer',
    '--omit=optional',
  ]
  return run(folder, 'npm', ['install', ...flags, ...packed.map(({ tarball }) => tarball)])
}

/** Weighs what a service installs and loads that embeds the app with a storage in memory. */
const weigh = (packed: readonly Packed[], room: string): Problems => {
  const folder = join(room, 'embedded')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const needed = packed.filter(({ manifest }) => /\/(?:domain|app|adapters)$/u.test(manifest.name))
  const installed = installBare(needed, folder)
  return installed.length > 0 ? installed : weighEmbedding(folder)
}

const runCommands = ({ folder, manifest }: Packed): Problems =>
  Object.values(manifest.bin ?? {}).flatMap((file) => run(folder, process.execPath, [file, '--help']))

/** Runs a program and tells what it said if it failed. */
const run = (cwd: string, command: string, args: readonly string[]): Problems => {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status === 0) return []
  return [[`${command} ${args.join(' ')} failed`, error?.message, stdout, stderr].filter(Boolean).join('\n')]
}

/** Stops at problems that leave nothing further to look at. */
const must = (problems: Problems): void => {
  if (problems.length > 0) throw new Error(problems.join('\n'))
}

const room = mkdtempSync(join(tmpdir(), 'keepsake-packages-'))
try {
  const problems = await checkPackages(room)
  for (const problem of problems) console.error(problem)
  console.log(problems.length === 0 ? 'The packages work as packed.' : `${problems.length} problems.`)
  process.exitCode = problems.length === 0 ? 0 : 1
} finally {
  rmSync(room, { recursive: true, force: true })
}
