import { jsonMarks as marks } from '@keepsake/domain'

/** How far a value was skipped: inside how many lists and objects, and whether inside a string. */
export type Skip = { depth: number; inString: boolean; isEscaped: boolean; isWord: boolean }

/** The state before a value that begins with a byte. */
export const beginSkip = (): Skip => ({ depth: 0, inString: false, isEscaped: false, isWord: false })

/**
 * Skips a value from a byte of it, and answers the index behind its end, or -1 if it goes on in the next chunk. What is
 * inside is not checked.
 */
export const skipValue = (skip: Skip, chunk: Uint8Array, from: number): number => {
  for (let at = from; at < chunk.length; at += 1) {
    const byte = chunk[at]!
    if (skip.inString) {
      if (skip.isEscaped) skip.isEscaped = false
      else if (byte === marks.backslash) skip.isEscaped = true
      else if (byte === marks.quote) {
        skip.inString = false
        if (skip.depth === 0) return at + 1
      }
    } else if (byte === marks.quote) {
      if (skip.isWord) return at
      skip.inString = true
    } else if (byte === marks.openList || byte === marks.openObject) {
      if (skip.isWord) return at
      skip.depth += 1
    } else if (byte === marks.closeList || byte === marks.closeObject) {
      if (skip.depth === 0) return at
      skip.depth -= 1
      if (skip.depth === 0) return at + 1
    } else if (skip.depth === 0) {
      if (byte === marks.comma || isBlank(byte)) return at
      skip.isWord = true
    }
  }
  return -1
}

/** White space of JSON. */
export const isBlank = (byte: number): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
