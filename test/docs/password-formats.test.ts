import { readFileSync } from 'node:fs'
import { conceal } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { aboutFormat } from '../../packages/adapters/src/password/formats/about.ts'
import { hashFormats } from '../../packages/adapters/src/password/formats/table.ts'
import { renderPage } from '../../scripts/password-formats/render-page.ts'
import { exampleOf, vectorsIn } from '../../scripts/password-formats/vectors.ts'

const page = readFileSync(new URL('../../docs/password-formats.md', import.meta.url), 'utf8')
const formats = hashFormats({ devisePepper: conceal('pepper') })

describe('the page on password formats', () => {
  it('is what the table and the vectors make of it: run `pnpm docs:formats` where it is not', async () => {
    expect(await renderPage(page)).toBe(page)
  })

  it('has a row for every format, with an example and who made its vectors', () => {
    for (const { id } of formats) {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${id}\` `))
      const [, , example, from, strength, toldBy, makers] =
        row?.split(/(?<!\\)\|/u).map((cell) => cell.trim()) ?? []
      expect({ id, example, from, strength, toldBy, makers }).toStrictEqual({
        id,
        example: expect.stringMatching(/^`.{8,}`$/u),
        from: expect.stringMatching(/^.{4,}$/u),
        strength: expect.stringMatching(/weak|fair/u),
        toldBy: expect.stringMatching(/^its (?:shape|name)$/u),
        makers: expect.stringMatching(/^.{4,}$/u),
      })
    }
  })

  it('claims of no hash that it is weaker or stronger than its vectors show', () => {
    for (const { id, read } of formats) {
      const strength = aboutFormat(id)?.strength ?? ''
      const own = vectorsIn('password').filter(({ format }) => format === id)
      for (const each of own.flatMap(({ encoded }) => read(encoded)?.strength ?? []))
        expect(strength === 'weak to strong' || strength.includes(each), `${id}: ${each}`).toBe(true)
      expect(exampleOf(own) === undefined).toBe(own.length === 0)
    }
  })
})
