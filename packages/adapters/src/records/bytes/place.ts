import type { FilePlace } from '@keepsake/domain'

/** Where a text begins. */
export const startOfText: FilePlace = { line: 1, column: 1, byte: 0 }

const newline = 0x0a

/** The place behind some bytes of UTF-8. Only a line feed ends a line; bytes inside a character count as no column. */
export const advance = (
  { line, column, byte }: FilePlace,
  bytes: Uint8Array,
  from = 0,
  to: number = bytes.length,
): FilePlace => {
  let [atLine, atColumn] = [line, column]
  for (let at = from; at < to; at += 1) {
    const next = bytes[at]!
    if (next === newline) {
      atLine += 1
      atColumn = 1
    } else if ((next & 0xc0) !== 0x80) atColumn += 1
  }
  return { line: atLine, column: atColumn, byte: byte + to - from }
}
