import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { foreignSources, foreignSystem } from '@keepsake/app/foreign'
import { describe, expect, it } from 'vitest'

const page = readFileSync(join(import.meta.dirname, '../../docs/moving/sources.md'), 'utf8').replaceAll(
  /\s+/gu,
  ' ',
)

describe('the page on the sources of a move', () => {
  it.each(foreignSources)('says of %s what the table says', (source) => {
    const { name, users, sides, hashes, staysBehind } = foreignSystem(source)
    const section = page.split(/ (?=## )/u).find((each) => each.startsWith(`## ${name} \`${source}\``)) ?? ''
    for (const text of [users.about, ...sides.map((side) => `\`${side.name}\` (${side.about})`)])
      expect(section).toContain(text)
    for (const hash of hashes) expect(section).toContain(`\`${hash}\``)
    for (const text of staysBehind) expect(section).toContain(text)
  })
})
