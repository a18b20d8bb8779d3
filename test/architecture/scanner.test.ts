import { describe, expect, it } from 'vitest'
import { scan } from './scanner.ts'
import { computed, specifiersOf } from './specifiers.ts'

const named = (source: string): readonly string[] => specifiersOf(source).map(({ specifier }) => specifier)

describe('the modules that a source names', () => {
  it.each([
    [`import './x.ts'`, ['./x.ts']],
    [`import x from "x"`, ['x']],
    [`import type { X } from 'x'`, ['x']],
    [`import type from 'x'`, ['x']],
    [`import from from 'x'`, ['x']],
    [`import { type X, from as y } from 'x'`, ['x']],
    [`import { 'a b' as c } from 'x'`, ['x']],
    [`import x, * as y from 'x'`, ['x']],
    [`import {\n  a,\n  // from 'no'\n  b,\n} from 'x'`, ['x']],
    [`import x from 'x' with { type: 'json' }`, ['x']],
    [`export * from 'x'`, ['x']],
    [`export * as y from 'x'`, ['x']],
    [`export type * from 'x'`, ['x']],
    [`export { a, type B } from 'x'`, ['x']],
    [`const x = await import('x')`, ['x']],
    [`type X = import('x').X`, ['x']],
    [`import x = require('x')`, ['x']],
    [`createRequire(import.meta.url)('./no.ts'); require('x')`, ['x']],
    [`import.meta.resolve('x')`, ['x']],
    [`declare module 'x' {}`, ['x']],
    [`/// <reference types="node" />`, ['node']],
    ['const x = `${await import(`x`)}`', ['x']],
    ['const x = `a${`b${await import("x")}` + { a: 1 }.a}c`; import "y"', ['x', 'y']],
    [`const x = a / b; import 'x' // '/`, ['x']],
    [`const x = a! / b; import 'x' // '/`, ['x']],
    [`const x = /'[/']/u; import 'x'`, ['x']],
    [`return /"/u.test(x); import 'x'`, ['x']],
  ])('%s', (source, modules) => {
    expect(named(source)).toStrictEqual(modules)
  })

  it('are computed where their name is not written out', () => {
    expect(named(`import(name); import('a' + b); require(name)`)).toStrictEqual([
      computed,
      computed,
      computed,
    ])
  })

  it.each([
    `// import 'x'`,
    `/* import 'x' */`,
    `const x = "import 'x'"`,
    'const x = `import "x"`',
    `const x = /import 'x'/u`,
    `loader.import('x'); loader.require('x')`,
    `const x = { import: 'x' }`,
    `export const from = 'x'`,
    `export const x = { from: 'x' }`,
    `export type X = 'x'`,
    `import.meta.url`,
  ])('are none in: %s', (source) => {
    expect(named(source)).toStrictEqual([])
  })

  it('come with their line', () => {
    expect(specifiersOf(`/* one\n two */\nimport 'x'`)).toStrictEqual([{ specifier: 'x', line: 3 }])
  })

  it.each([`const x = 'open`, 'const x = `open', 'const x = `${open`'])(
    'are not guessed at in a source that cannot be read: %s',
    (source) => {
      expect(() => scan(source)).toThrow()
    },
  )
})
