import type { PasswordEncoding } from '@keepsake/domain'

/** The bytes of a text in an encoding. A character that the encoding lacks becomes `?`, as most systems write it. */
export type EncodedText = { readonly bytes: Buffer; readonly isWhole: boolean }

/** Encodes a text. No hash is of a text with characters that the encoding lacks: such a password is wrong. */
export const encodeText = (text: string, encoding: PasswordEncoding): EncodedText => {
  switch (encoding) {
    case 'utf-8':
      return { bytes: Buffer.from(text), isWhole: true }
    case 'utf-16le':
      return { bytes: Buffer.from(text, 'utf16le'), isWhole: true }
    case 'utf-16be':
      return { bytes: Buffer.from(text, 'utf16le').swap16(), isWhole: true }
    case 'latin-1':
      return encodeBy(text, (character) => {
        const point = character.codePointAt(0) ?? 0
        return point < 0x100 ? [point] : undefined
      })
    case 'windows-1252':
    case 'gbk':
      return encodeBy(text, (character) =>
        character === '\n' ? [lineBreak] : tableOf(encoding).get(character),
      )
  }
}

const encodeBy = (
  text: string,
  bytesOf: (character: string) => readonly number[] | undefined,
): EncodedText => {
  const characters = [...text].map(bytesOf)
  return {
    bytes: Buffer.from(characters.flatMap((bytes) => bytes ?? [0x3f])),
    isWhole: !characters.includes(undefined),
  }
}

type Table = ReadonlyMap<string, readonly number[]>

const tables = new Map<string, Table>()

/**
 * The inverse of node's decoder: node has an encoder only for UTF-8. All sequences are decoded at once, one in each
 * line: one by one, those of GBK would block the event loop.
 */
const tableOf = (encoding: 'windows-1252' | 'gbk'): Table => {
  const known = tables.get(encoding)
  if (known !== undefined) return known
  const sequences = encoding === 'gbk' ? [...singles(0x81), ...pairs()] : singles(0x100)
  const lines = new TextDecoder(encoding)
    .decode(Uint8Array.from(sequences.flatMap((sequence) => [...sequence, lineBreak])))
    .split('\n')
  const table = new Map<string, readonly number[]>()
  for (const [index, sequence] of sequences.entries()) {
    const character = lines[index]
    // The first sequence of a character is the one that encoders write.
    if (isCharacter(character) && !table.has(character)) table.set(character, sequence)
  }
  tables.set(encoding, table)
  return table
}

const lineBreak = 0x0a

const isCharacter = (decoded: string | undefined): decoded is string =>
  decoded !== undefined && [...decoded].length === 1 && decoded !== '\ufffd'

/** All bytes below `end` except the line break. */
const singles = (end: number): readonly (readonly number[])[] =>
  range(0, end - 1)
    .filter((byte) => byte !== lineBreak)
    .map((byte) => [byte])

/** GBK's characters with two bytes. */
const pairs = (): readonly (readonly number[])[] =>
  range(0x81, 0xfe).flatMap((lead) => range(0x40, 0xfe).map((trail) => [lead, trail]))

const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)
