import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { conceal } from '../../packages/domain/src/index.ts'
import { aboutFormat, type FormatAbout } from '../../packages/adapters/src/password/formats/about.ts'
import type { HashFormat } from '../../packages/adapters/src/password/formats/hash-format.ts'
import { systems } from '../../packages/adapters/src/password/formats/systems.ts'
import { hashFormats } from '../../packages/adapters/src/password/formats/table.ts'
import { unreadHashes } from '../../packages/adapters/src/password/formats/unreadable-formats.ts'
import { wrappers } from '../../packages/adapters/src/password/formats/wrappers/unwrap.ts'
import { code, fill, shortened, table } from './markdown.ts'
import { exampleOf, makersOf, vectorsIn } from './vectors.ts'

/** The page with every table of formats written anew, formatted as the repository is. */
export const renderPage = async (page: string): Promise<string> => {
  const filled = Object.entries(tables()).reduce((text, [name, made]) => fill(text, name, made), page)
  const path = fileURLToPath(new URL('../../docs/password-formats.md', import.meta.url))
  return format(filled, { ...(await resolveConfig(path)), filepath: path })
}

const tables = (): Readonly<Record<string, string>> => ({
  'key derivation': formatTable('key derivation'),
  iterated: formatTable('iterated'),
  digest: formatTable('digest'),
  export: formatTable('export'),
  wrappers: wrapperTable(),
  systems: systemTable(),
  unread: table(
    ['hash', 'why'],
    unreadHashes.map(({ what, why }) => [what, why]),
  ),
})

// Every format, that one included which there is only with a pepper.
const formats = hashFormats({ devisePepper: conceal('pepper') })
const vectors = vectorsIn('password')

const formatTable = (kind: FormatAbout['kind']): string =>
  table(
    ['format', 'example', 'from', 'strength', 'told by', 'vectors made by'],
    formats.flatMap((each) => {
      const about = aboutFormat(each.id)
      return about?.kind === kind ? [rowOf(each, about)] : []
    }),
  )

const rowOf = (each: HashFormat, { from, strength }: FormatAbout): readonly string[] => {
  const own = vectors.filter((vector) => idOf(vector) === each.id)
  const example = exampleOf(own)?.encoded ?? ''
  return [code(each.id), code(shortened(example)), from, strength, toldBy(each), makersOf(own)]
}

/** Argon2 and bcrypt name their format themselves, and their vectors leave it to them. */
const idOf = ({ format: named, encoded }: (typeof vectors)[number]): string => {
  const [, own = ''] = encoded.split('$')
  return named ?? (own.startsWith('2') ? 'bcrypt' : own)
}

const toldBy = ({ mustBeNamed, isDisguised }: HashFormat): string =>
  mustBeNamed || isDisguised ? 'its name' : 'its shape'

const wrapperTable = (): string => {
  const wrapped = vectorsIn('password-wrappers')
  return table(
    ['from', 'example', 'read as', 'vectors made by'],
    wrappers.map(({ from, unwrap }) => {
      const own = wrapped.filter(({ encoded }) => unwrap(encoded) !== undefined)
      const readAs = [...new Set(own.map(({ stored = '' }) => code(stored)))].toSorted().join(', ')
      return [from, code(shortened(exampleOf(own)?.encoded ?? '')), readAs, makersOf(own)]
    }),
  )
}

const systemTable = (): string => {
  const meanings = [...new Set(Object.values(systems))]
  return table(
    ['name', 'read as'],
    meanings.map((meaning) => [
      Object.keys(systems)
        .filter((name) => systems[name] === meaning)
        .map(code)
        .join(', '),
      code(meaning),
    ]),
  )
}
