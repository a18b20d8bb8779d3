import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const sources = new URL('../../../packages/', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, sources), 'utf8')

/** Where codes are declared, and where each is given its text: to stand there is not to be found by any rule. */
const lists = /^(?:issue-codes\.ts|wire\/api-codes\/.*)$/u

const rules = ['domain/src', 'app/src', 'http/src', 'cli/src'].flatMap((folder) =>
  readdirSync(new URL(folder, sources), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !lists.test(name))
    .map((name) => read(`${folder}/${name}`)),
)
const codesIn = (text: string): readonly string[] =>
  [...text.matchAll(/'([a-z]+\.[a-z_]+)'/gu)].map(([, code]) => code!)

const declared = codesIn(read('domain/src/kernel/issue-codes.ts'))
const produced = new Set(rules.flatMap(codesIn))

describe('the codes of issues', () => {
  it('are each declared once, as feature and what is wrong', () => {
    expect(declared.length).toBeGreaterThan(50)
    expect(new Set(declared).size).toBe(declared.length)
  })

  it('are each produced by some rule; those of a request’s shape belong to the edge', () => {
    const ruled = declared.filter((code) => !code.startsWith('request.'))
    expect(ruled.filter((code) => !produced.has(code))).toStrictEqual([])
  })
})
