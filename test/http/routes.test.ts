import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { routes } from '../../packages/http/src/routes/index.ts'

const documented = readFileSync(new URL('../../docs/http.md', import.meta.url), 'utf8')

it.each(routes.map(({ method, path }) => [method, path] as const))('the docs have %s %s', (_, path) => {
  const whole = path.replaceAll(/:(\w+)/gu, '{$1}')
  const last = path.slice(path.lastIndexOf('/') + 1)
  expect(documented.includes(whole) || new RegExp(`\`${last}[\`?]`, 'u').test(documented)).toBe(true)
})

it('no endpoint stands in the table twice', () => {
  const all = routes.map(({ method, path }) => `${method} ${path}`)
  expect(new Set(all).size).toBe(all.length)
})
