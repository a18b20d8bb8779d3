const backslash = 0x5c
const quoted: ReadonlySet<number> = new Set([...Buffer.from(`'"`), backslash])

/**
 * PHP's addslashes(), which works on bytes, not characters. WordPress puts a backslash before each quote, backslash and
 * NUL of a form that is sent to it, and hashes the password in that form. So a user with one of these in a password has
 * a hash of the longer text.
 */
export const addSlashes = (text: Buffer): Buffer =>
  Buffer.from(
    [...text].flatMap((byte) => {
      if (byte === 0) return [...Buffer.from(String.raw`\0`)]
      return quoted.has(byte) ? [backslash, byte] : [byte]
    }),
  )

/** The text as it was typed, and as WordPress hashes it if that differs. */
export const withSlashes = (text: Buffer): readonly Buffer[] => {
  const slashed = addSlashes(text)
  return slashed.length === text.length ? [text] : [text, slashed]
}
