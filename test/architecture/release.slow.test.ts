import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { root } from './sources.ts'

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'keepsake-release-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

const run = (cwd: string, command: string, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}

const flags = ['--disable-warning=ExperimentalWarning']

describe('a release', () => {
  /** A repository with what the script looks at. */
  const repository = (address: string): string => {
    const place = folder()
    for (const path of ['scripts/release.ts', '.changeset'])
      cpSync(join(root, path), join(place, path), { recursive: true })
    for (const name of ['domain', 'app', 'adapters', 'http', 'cli', 'conformance']) {
      mkdirSync(join(place, 'packages', name), { recursive: true })
      const manifest = { name, repository: { url: address } }
      writeFileSync(join(place, 'packages', name, 'package.json'), JSON.stringify(manifest))
    }
    const git = (...args: readonly string[]) => {
      const asks = ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args]
      expect(run(place, 'git', ...asks)).toMatchObject({ status: 0 })
    }
    git('init', '-q', '-b', 'main')
    git('add', '-A')
    git('commit', '-q', '-m', 'x')
    return place
  }
  const check = (place: string) =>
    run(place, process.execPath, ...flags, join(place, 'scripts', 'release.ts'), '--check')

  it('is ready with an address, on main, without changes', () => {
    const place = repository('git+https://git.keepsake.test/keepsake.git')
    expect(check(place)).toMatchObject({ status: 0, said: 'Ready to release.\n' })
    writeFileSync(join(place, 'left.txt'), '')
    expect(check(place)).toMatchObject({ status: 1, said: expect.stringContaining('commit them') })
  })

  it('is not ready while the packages name a place that is none', () => {
    const { status, said } = check(repository('git+https://git.example.com/keepsake.git'))
    expect(status).toBe(1)
    expect(said.match(/names example\.com/gu)).toHaveLength(6)
  })
})

describe('a package that is packed', () => {
  /** A package that says it has these files, beside the script as it stands here. */
  const pack = (
    manifest: object,
    files: Readonly<Record<string, string>> = {},
    ...more: readonly string[]
  ) => {
    const place = join(folder(), 'packages', 'made-up')
    mkdirSync(place, { recursive: true })
    const tsconfig = { compilerOptions: { noEmit: true, types: [] }, files: [] }
    writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ ...tsconfig, references: [] }))
    writeFileSync(join(place, 'package.json'), JSON.stringify({ name: 'made-up', exports: {}, ...manifest }))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text)
    return { place, ...run(place, process.execPath, ...flags, join(root, 'scripts', 'prepack.ts'), ...more) }
  }

  it('is refused without what its manifest names', () => {
    const exports = { '.': { types: './dist/index.d.ts', default: './dist/index.js' } }
    const { status, said } = pack({ exports, bin: { x: './dist/main.js' } })
    expect(status).toBe(1)
    for (const file of ['dist/index.d.ts', 'dist/index.js', 'dist/main.js'])
      expect(said).toContain(`made-up: ./${file} is not there`)
    expect(said).toContain('made-up: it has no README.md')
  })

  it('is refused with a dependency that only pnpm can read', () => {
    const { status, said } = pack({ dependencies: { x: 'workspace:*' } }, { 'README.md': '' })
    expect([status, said]).toEqual([1, expect.stringContaining('workspace:, which only pnpm replaces')])
  })

  it('is refused if it does not build', () => {
    const { status, said } = pack(
      {},
      { 'README.md': '', 'tsconfig.json': '{"files":["a.ts"]}', 'a.ts': 'const a: number = "x"\n' },
    )
    expect([status, said]).toEqual([1, expect.stringContaining('it does not build')])
  })

  it('carries its licence', () => {
    const { place, status, said } = pack({}, { 'README.md': '' }, '--built')
    expect([status, said]).toEqual([0, ''])
    expect(readFileSync(join(place, 'LICENSE'), 'utf8')).toContain('Apache License')
  })
})
