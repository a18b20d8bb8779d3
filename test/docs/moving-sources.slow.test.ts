import { copyFileSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { foreignSources, foreignSystem } from '@keepsake/app/foreign'
import { describe, expect, test } from 'vitest'
import { filesOf, knownOf } from '../cli/sources/moved.ts'
import { workplace, type Workplace } from '../cli/keepsake.ts'
import { blocksOf, commandLines } from './page.ts'

const textOf = (page: string): string =>
  readFileSync(join(import.meta.dirname, '../../docs/moving', page), 'utf8').replaceAll(/\s+/gu, ' ')

const sections = ['Get the export', 'What comes along and what does not', 'Plan', 'Run', 'Cut over', 'Check']

/** Runs the commands of a section, and wants each to succeed. */
const follow = async (page: string, section: string, place: Workplace): Promise<string> => {
  let out = ''
  for (const { text } of blocksOf(`moving/${page}`, section).filter(({ language }) => language === 'sh'))
    for (const { environment, args } of commandLines(text)) {
      const ran = await place.run(args, { environment })
      expect({ args, ...ran }).toMatchObject({ args, code: 0 })
      out += ran.out
    }
  return out
}

describe.each(foreignSources)('the page of %s', (source) => {
  const page = `${source}.md`

  test('says what the table of systems says', () => {
    const { name, docs, users, sides, hashes, staysBehind } = foreignSystem(source)
    const text = textOf(page)
    expect(docs).toBe(`docs/moving/${page}`)
    expect(text).toContain(`# Move from ${name} `)
    for (const each of [users.about, ...sides.map((side) => `\`${side.name}\` (${side.about})`)])
      expect(text).toContain(each)
    for (const hash of hashes) expect(text).toContain(`\`${hash}\``)
    for (const each of staysBehind) expect(text).toContain(each)
    expect([...text.matchAll(/ ## ([^#]+?) (?=[A-Z`-])/gu)].length).toBeGreaterThanOrEqual(sections.length)
    expect(textOf('sources.md')).toContain(`[${name}](${page})`)
  })

  test('has commands that move the export', { timeout: 60_000 }, async () => {
    const place = workplace()
    for (const file of filesOf(source)) copyFileSync(file, place.at(basename(file)))
    const [known] = knownOf(source).filter(({ blocked }) => blocked !== true)
    if (known !== undefined)
      place.write('known.jsonl', JSON.stringify({ login: known.login, password: known.password }))
    await follow(page, 'Plan', place)
    expect((await place.run(['list', '--count'])).out.trim()).toBe('0')
    await follow(page, 'Run', place)
    expect(Number((await follow(page, 'Check', place)).split('\n')[0])).toBeGreaterThan(1)
  })
})

test('the page on mappings has commands and files that work', async () => {
  const place = workplace()
  place.write(
    'people.csv',
    'id,mail,full_name,born,active,since,salt,pw,shoe\n7,ann@example.com,Ann Smith,23.12.1990,1,2020-01-02 03:04:05,CUN9zyid7Q1axhchw36u5.,nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS,38\n',
  )
  await follow('mapping.md', 'Draft one', place)
  for (const { said, text } of blocksOf('moving/mapping.md', 'Move anything by a mapping'))
    if (said['file'] !== undefined) place.write(said['file'], text)
  await follow('mapping.md', 'Run it', place)
  const input = JSON.stringify({ login: 'ann@example.com', password: 'correct horse' })
  expect((await place.run(['sign-in'], { input })).out).toContain('signed_in')
  const other = workplace()
  other.write('people.json', [{ mail: 'ann@example.com' }])
  other.write('mine.mjs', readFileSync(place.at('mine.mjs')))
  expect(await other.run(['import', 'users', 'people.json', '--module', 'mine.mjs'])).toMatchObject({
    code: 0,
  })
  expect((await other.run(['show', 'ann'])).out).toContain('"username"')
})
