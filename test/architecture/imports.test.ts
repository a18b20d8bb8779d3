import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ambient, ambientUses } from './ambient.ts'
import { cycles, graphOf, reachable } from './graph.ts'
import { breaches, emptyPlaces } from './import-rules.ts'
import { importRules } from './import-table.ts'
import { packages } from './manifests.ts'
import { importsOf, isIn, isInSome, readSources, root, type Sources } from './sources.ts'
import { idleRows, technologies, trespasses } from './technologies.ts'

const sources = readSources('{packages/*/src,examples/key-value-storage}/**/*.ts')
const domainSources = readSources('packages/domain/src/**/*.ts')

const withFile = (path: string, text: string): Sources => new Map([...sources, [path, text]])

describe('the sources', () => {
  it.each(packages)('of %s are read', (folder) => {
    expect([...sources.keys()].filter((path) => isIn(path, `packages/${folder}/src`))).not.toHaveLength(0)
  })
})

describe.each(importRules)('$says', (rule) => {
  it('holds', () => {
    expect(breaches(rule, sources)).toStrictEqual([])
  })

  it('speaks of files that are there', () => {
    expect(emptyPlaces(rule, sources)).toStrictEqual([])
  })

  it('names a file that breaks it', () => {
    expect(breaches(rule, withFile(...rule.breach))).toContainEqual(
      expect.stringContaining(`${rule.breach[0]}:1 imports `),
    )
  })
})

describe('a rule', () => {
  it('says which of its places hold no file', () => {
    const rule = {
      says: 'a made-up rule',
      files: ['packages/domain/src', 'gone'],
      only: [],
      except: { lost: ['zod'] },
      breach: ['a.ts', ''],
    } as const
    expect(emptyPlaces(rule, sources)).toStrictEqual(['gone', 'lost'])
  })
})

describe('a technology of the adapters', () => {
  it('imports no sibling, but for what the table says they share', () => {
    expect(trespasses(technologies, sources)).toStrictEqual([])
  })

  it('has files, and uses every permission it has', () => {
    expect(idleRows(technologies, sources)).toStrictEqual([])
  })

  it.each([
    ['cipher/rsa.ts', './sm2-curve.ts', 'cipher/rsa imports cipher/sm2'],
    ['cipher/in-turns.ts', './rsa.ts', 'cipher imports cipher/rsa'],
    ['password/verifier.ts', './node-rs-argon2.ts', 'password imports password/node-rs-argon2'],
    ['storage/memory/users.ts', '../sqlite/users.ts', 'storage/memory imports storage/sqlite'],
    ['storage/retry.ts', './sqlite/connection.ts', 'storage imports storage/sqlite'],
    ['totp/otplib.ts', '../secrets/key-ring.ts', 'totp imports secrets'],
  ])('is named when %s imports %s', (path, target, trespass) => {
    const changed = withFile(`packages/adapters/src/${path}`, `import type { X } from '${target}'`)
    expect(trespasses(technologies, changed)).toStrictEqual([`packages/adapters/src/${path}:1: ${trespass}`])
  })

  it('is named when the table has no row for it', () => {
    const changed = withFile('packages/adapters/src/fax/modem.ts', '')
    expect(trespasses(technologies, changed)).toStrictEqual([
      'packages/adapters/src/fax/modem.ts belongs to no technology',
    ])
  })

  it('is named when it has no file or does not use a permission', () => {
    expect(idleRows({ ...technologies, fax: [], phone: ['totp'] }, sources)).toStrictEqual([
      'phone imports totp',
      'fax has no file',
    ])
  })
})

describe('a rule of the domain', () => {
  it('reaches for no clock, chance, process or outside world', () => {
    expect(ambientUses(domainSources)).toStrictEqual([])
  })

  it.each(ambient)('is named when it uses %s', (name) => {
    expect(ambientUses(new Map([['made-up.ts', `const x = () => (${name}`]]))).toContain(
      `made-up.ts:1 uses ${name}`,
    )
  })

  it.each([
    'settings.process()',
    'new Date(at).toISOString()',
    'Math.floor(Date.parse(text))',
    '// Date.now()',
    "'Math.random()'",
  ])('may say %s', (text) => {
    expect(ambientUses(new Map([['made-up.ts', text]]))).toStrictEqual([])
  })

  it('is compiled without the types of any platform', () => {
    const { compilerOptions } = readConfig('packages/domain/tsconfig.json')
    const { lib } = readConfig('tsconfig.base.json').compilerOptions
    expect(compilerOptions).toMatchObject({ types: [] })
    expect(compilerOptions).not.toHaveProperty('lib')
    expect(lib).toStrictEqual(['ES2024'])
  })
})

type Config = { readonly compilerOptions: Readonly<Record<string, unknown>> }

const readConfig = (path: string): Config => JSON.parse(readFileSync(`${root}${path}`, 'utf8')) as Config

describe('imports between files', () => {
  it('never run in a circle', () => {
    expect(cycles(graphOf(importsOf(sources)))).toStrictEqual([])
  })

  it('are named where they do', () => {
    const circle: Sources = new Map([
      ['a.ts', "import './b.ts'"],
      ['b.ts', "import type { C } from './c.ts'"],
      ['c.ts', "export * from './a.ts'; import './d.ts'"],
      ['d.ts', "import './e.ts'"],
      ['e.ts', "import './d.ts'"],
      ['f.ts', "import './f.ts'; import './a.ts'"],
    ])
    expect(cycles(graphOf(importsOf(circle)))).toStrictEqual([
      ['a.ts', 'b.ts', 'c.ts'],
      ['d.ts', 'e.ts'],
      ['f.ts'],
    ])
  })
})

describe('an embedder who chooses no engine for argon2', () => {
  const loaded = (...entries: readonly string[]) =>
    reachable(
      graphOf(importsOf(sources)),
      entries.map((entry) => `packages/adapters/src/password/${entry}.ts`),
    )

  it('loads no other than the npm package argon2', () => {
    expect(loaded('argon2', 'verifier')).toContain('argon2')
    expect(loaded('argon2', 'verifier')).not.toContain('@node-rs/argon2')
    expect(loaded('node-rs-argon2')).toContain('@node-rs/argon2')
  })
})

describe('what an embedder loads', () => {
  const loadedBy = (entry: string): ReadonlySet<string> => reachable(graphOf(importsOf(sources)), [entry])

  it.each(['index', 'input/index', 'kit'])(
    'with the app’s %s is the app, the domain and three light libraries',
    (entry) => {
      const loaded = loadedBy(`packages/app/src/${entry}.ts`)
      expect(loaded.size).toBeGreaterThan(1)
      const light = ['packages/app', 'neverthrow', 'zod', 'ipaddr.js', '@keepsake/domain']
      expect([...loaded].filter((target) => !isInSome(target, light))).toStrictEqual([])
    },
  )

  it('with the wire is no server', () => {
    const loaded = loadedBy('packages/http/src/wire/index.ts')
    expect(loaded.size).toBeGreaterThan(1)
    expect([...loaded].filter((target) => isInSome(target, ['hono', 'jose', 'node:']))).toStrictEqual([])
  })
})
