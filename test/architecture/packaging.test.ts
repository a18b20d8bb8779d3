import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packages, readManifest, type Manifest } from './manifests.ts'
import {
  closedDoors,
  deadDependencies,
  misleadingEntries,
  undeclaredDependencies,
  unreachedSources,
  type Package,
} from './packaging.ts'
import { readSources, root } from './sources.ts'

const manifests = packages.map(readManifest)

const readPackage = (folder: (typeof packages)[number]): Package => ({
  manifest: readManifest(folder),
  sources: new Map(
    [...readSources(`packages/${folder}/src/**/*.ts`)].map(([path, text]) => [
      path.replace(`packages/${folder}/`, ''),
      text,
    ]),
  ),
})

describe.each(packages)('the package %s', (folder) => {
  const published = readPackage(folder)

  it('exports sources that are there, by conditions that agree', () => {
    expect(Object.keys(published.manifest.exports)).not.toHaveLength(0)
    expect(misleadingEntries(published)).toStrictEqual([])
  })

  it('has no source that none of its exports leads to', () => {
    expect(published.sources.size).toBeGreaterThan(0)
    expect(unreachedSources(published)).toStrictEqual([])
  })

  it('declares every package it imports', () => {
    expect(undeclaredDependencies(published)).toStrictEqual([])
  })

  it('imports every package it declares', () => {
    expect(deadDependencies(published, manifests)).toStrictEqual([])
  })

  it('imports its siblings by what they export', () => {
    expect(closedDoors(published, manifests)).toStrictEqual([])
  })

  it('carries its build, and neither its sources nor the record of the build', () => {
    expect(published.manifest.files).toStrictEqual(['dist', '!dist/.tsbuildinfo'])
  })

  it('says what it is, under which licence, and where it is developed', () => {
    const { name, version, license, keywords, homepage, bugs, repository, scripts } = published.manifest
    expect({ version, license }).toStrictEqual({ version: manifests[0]?.version, license: 'Apache-2.0' })
    expect(keywords).toContain('identity')
    const directory = `packages/${folder}`
    const [, address] = /^git\+(https:\/\/.+)\.git$/u.exec(repository?.url ?? '') ?? []
    expect(repository).toStrictEqual({ ...manifests[0]?.repository, directory })
    expect({ homepage, bugs }).toStrictEqual({
      homepage: `${address}/tree/main/${directory}#readme`,
      bugs: `${address}/issues`,
    })
    const readme = readFileSync(`${root}${directory}/README.md`, 'utf8')
    expect(readme).toMatch(new RegExp(`^# ${name}\n\n[A-Z]`, 'u'))
    // It builds, and refuses a tarball that lacks what the manifest names.
    expect(scripts?.['prepack']).toMatch(
      /^(?:node \.\.\/\.\.\/scripts\/bundle-package\.ts && )?node \.\.\/\.\.\/scripts\/prepack\.ts(?: --built)?$/u,
    )
  })

  it('names its siblings by their version, as every package manager reads it', () => {
    const { dependencies = {}, peerDependencies = {} } = published.manifest
    for (const [name, range] of Object.entries({ ...dependencies, ...peerDependencies }))
      if (manifests.some((sibling) => sibling.name === name)) expect(range).toBe(published.manifest.version)
  })

  it('has no side effects, so that a bundler may drop what is not used', () => {
    expect(published.manifest.sideEffects).toBe(false)
  })
})

describe('a package that is published wrongly', () => {
  const entry = (stem: string): Readonly<Record<string, string>> => ({
    '@keepsake/source': `./src/${stem}.ts`,
    types: `./dist/${stem}.d.ts`,
    default: `./dist/${stem}.js`,
  })
  const sibling: Manifest = {
    name: '@keepsake/adapters',
    exports: { './a': entry('a') },
    files: [],
    peerDependencies: { bcrypt: '^6.0.0', argon2: '^0.45.1' },
  }
  const made = (manifest: Partial<Manifest>, sources: Readonly<Record<string, string>>): Package => ({
    manifest: { name: 'made-up', exports: { '.': entry('index') }, files: [], ...manifest },
    sources: new Map(Object.entries(sources)),
  })

  it('is told of an export without a source', () => {
    expect(misleadingEntries(made({}, {}))).toStrictEqual(['.: ./src/index.ts is not there'])
  })

  it.each<Readonly<Record<string, string>>>([
    { ...entry('index'), types: './dist/other.d.ts' },
    { types: './dist/index.d.ts', default: './dist/index.js', '@keepsake/source': './src/index.ts' },
    { default: './dist/index.js' },
  ])('is told of conditions that disagree or come in another order: %j', (conditions) => {
    const published = made({ exports: { '.': conditions } }, { 'src/index.ts': '' })
    expect(misleadingEntries(published)).toContain('.: conditions disagree')
  })

  it.each<Readonly<Record<string, string>>>([{}, { 'src/cli/main.ts': 'export {}' }])(
    'is told of a command that cannot run',
    (sources) => {
      const published = made({ exports: {}, bin: { keepsake: './dist/cli/main.js' } }, sources)
      expect(misleadingEntries(published)).toStrictEqual(['bin: src/cli/main.ts is not a script for node'])
    },
  )

  it('is told of a source that nothing leads to', () => {
    const published = made(
      {},
      { 'src/index.ts': "export * from './used.ts'", 'src/used.ts': '', 'src/dead.ts': "import './used.ts'" },
    )
    expect(unreachedSources(published)).toStrictEqual(['src/dead.ts'])
  })

  it('is told of what it imports and does not declare', () => {
    const source = `import 'node:fs'; import type { Z } from 'zod/mini'; import '@hono/node-server/x'; import 'jose'`
    const published = made({ dependencies: { jose: '*' } }, { 'src/index.ts': source })
    expect(undeclaredDependencies(published)).toStrictEqual(['zod', '@hono/node-server'])
  })

  it('is told of what it declares and does not import, unless it stands in for a sibling’s peer', () => {
    const dependencies = { '@keepsake/adapters': '*', bcrypt: '^6.0.0', argon2: '^1.0.0', zod: '*' }
    const published = made({ dependencies }, { 'src/index.ts': "import '@keepsake/adapters/a'" })
    expect(deadDependencies(published, [sibling])).toStrictEqual(['argon2', 'zod'])
  })

  it('is told of a sibling’s subpath that is not exported', () => {
    const source = "import '@keepsake/adapters/a'\nimport '@keepsake/adapters/b'\nimport '@keepsake/adapters'"
    expect(closedDoors(made({}, { 'src/index.ts': source }), [sibling])).toStrictEqual([
      'src/index.ts:2 imports @keepsake/adapters/b',
      'src/index.ts:3 imports @keepsake/adapters',
    ])
  })
})
