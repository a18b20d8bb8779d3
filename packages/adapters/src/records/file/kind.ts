import type { RecordFormat } from '@keepsake/domain'
import type { ListPath } from '../json/list-path.ts'

/** What the content of a file looks like, without its compression. */
export type FileKind =
  | { readonly kind: 'records'; readonly format: RecordFormat }
  /** `ldif`: a text that a reader of LDIF can read. */
  | { readonly kind: 'other'; readonly name: string; readonly ldif?: true }
  | { readonly kind: 'unclear' }

const records = (format: RecordFormat): FileKind => ({ kind: 'records', format })
const other = (name: string): FileKind => ({ kind: 'other', name })

/** Kinds of files by their first bytes. */
const magics: readonly (readonly [string, FileKind])[] = [
  ['504b0304', records('xlsx')],
  ['1f8b', other('gzip inside of another compression')],
  ['28b52ffd', other('zstd inside of another compression')],
  ['d0cf11e0', other('an old Excel workbook (.xls): save it as .xlsx')],
  ['425a68', other('bzip2')],
  ['fd377a585a00', other('xz')],
  ['377abcaf271c', other('7-Zip')],
  ['25504446', other('a PDF')],
  ['53514c69746520666f726d6174203300', other('an SQLite database')],
  ['5047444d50', other('a dump of pg_dump: write it as CSV')],
  ['fffe0000', other('UTF-32')],
  ['0000feff', other('UTF-32')],
]

const ldif = 'LDIF'

/** Kinds of files by how their text begins. */
const openings: readonly (readonly [RegExp, string])[] = [
  [/^<(?:!doctype html|html|head|body)\b/iu, 'an HTML page'],
  [/^<\?xml|^<[a-z]/iu, 'XML'],
  [/^-----BEGIN PGP MESSAGE/u, 'a PGP message: decrypt it first'],
  [/^-----BEGIN /u, 'a PEM file'],
  [/^%YAML|^---\r?\n/u, 'YAML'],
  [/^(?:#[^\n]*\n|\s)*(?:version: *1\r?\n)?(?:#[^\n]*\n|\s)*dn::? ?/iu, ldif],
  [/^(?:--|\/\*)|^(?:INSERT INTO|CREATE TABLE|SET |BEGIN;|PRAGMA )/iu, 'SQL'],
]

/** Tells what a file is by bytes that no text begins with. */
export const kindByMagic = (bytes: Uint8Array): FileKind | undefined => {
  const hex = Buffer.from(bytes.subarray(0, 16)).toString('hex')
  return magics.find(([start]) => hex.startsWith(start))?.[1]
}

/** Tells what a text is by its beginning. The file's name only helps where a CSV file has one column. */
export const kindByText = (bytes: Uint8Array, name: string, lists: readonly ListPath[] = []): FileKind => {
  const text = new TextDecoder().decode(bytes).trimStart()
  if (text === '') return other('an empty file')
  const zeros = shareOfZeros(bytes)
  if (zeros > 1 / 4) return other('UTF-16 without a byte order mark')
  // A few may stand in the fields of a text, where a rule refuses them.
  if (zeros > 1 / 100) return other('a binary file')
  if (/^[[{]/u.test(text)) return records(jsonFormat(text, lists))
  const opening = openings.find(([start]) => start.test(text))
  if (opening !== undefined)
    return { kind: 'other', name: opening[1], ...(opening[1] === ldif && { ldif: true as const }) }
  const [firstLine = ''] = text.split(/\r?\n/u, 1)
  return /[,;\t|]/u.test(firstLine) || /\.(?:csv|tsv)(?:\.\w+)?$/iu.test(name)
    ? records('csv')
    : { kind: 'unclear' }
}

const shareOfZeros = (bytes: Uint8Array): number =>
  bytes.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0) / bytes.length

/** Lines of JSON have a whole object in one of their first lines. A file of one object may be one with a list inside. */
const jsonFormat = (text: string, lists: readonly ListPath[]): 'json' | 'ndjson' => {
  const [first = '', second = ''] = text.split('\n', 3).filter((line) => line.trim() !== '')
  if (readObject(second) !== undefined) return 'ndjson'
  const only = readObject(first)
  if (only === undefined) return 'json'
  const isDocument = [['list'], ['users'], ...lists].some((path) => path.length > 0 && hasList(only, path))
  return second === '' && isDocument ? 'json' : 'ndjson'
}

const hasList = (value: unknown, [key, ...rest]: ListPath): boolean => {
  if (key === undefined) return Array.isArray(value)
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false
  return hasList((value as Readonly<Record<string, unknown>>)[key], rest)
}

const readObject = (line: string): Readonly<Record<string, unknown>> | undefined => {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
}
