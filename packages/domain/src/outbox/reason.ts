/** How long a reason is at most, in characters. */
export const longestReason = 200

/** More than this nobody needs to look through. */
const longestRead = 2000

/**
 * The words of a sender about an attempt that failed, as they may be kept and shown: one line of bounded length. Whatever
 * may be a secret is left out, for a sender of somebody else may repeat what it was given: the hidden texts, links,
 * addresses, numbers of phones, and what looks like a key or a token. Nothing where the sender has no words.
 * @param cause what the sender calls the cause of its failure: an error, or a text
 * @param hidden what the item tells and nobody else may read, such as a password
 */
export const toReason = (cause: unknown, hidden: readonly string[] = []): string | undefined => {
  const words = plain(wordsOf(cause))
  const shown = plain(
    rules.reduce((text, [pattern, to]) => text.replaceAll(pattern, to), hide(words, hidden)),
  )
  const letters = [...shown]
  if (letters.length <= longestReason) return shown === '' ? undefined : shown
  return `${letters.slice(0, longestReason - 1).join('')}…`
}

const wordsOf = (cause: unknown): string => {
  if (cause instanceof Error) return cause.message
  return typeof cause === 'string' ? cause : ''
}

/** One line without invisible characters; a long text without the word at which it was cut, which may be half a secret. */
const plain = (text: string): string => {
  const read = text.length > longestRead ? text.slice(0, longestRead).replace(/\S*$/u, '') : text
  return read
    .toWellFormed()
    .replaceAll(/[\p{C}\p{Z}\uFFFD]+/gu, ' ')
    .trim()
}

/** Shorter texts stand in many words by chance, and are no secrets. */
const shortestHidden = 4

const hide = (text: string, hidden: readonly string[]): string =>
  hidden
    .filter((secret) => secret.length >= shortestHidden)
    .toSorted((one, other) => other.length - one.length)
    .reduce((shown, secret) => shown.replaceAll(literally(secret), '…'), text)

const literally = (text: string): RegExp =>
  new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`), 'giu')

/** What is left out, and what stands in its place; in this order. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]*/giu, '<link>'],
  [/[^\s<>(),:;]+@[^\s"'<>(),:;]+/gu, '<address>'],
  [/\b(basic|bearer)\s+\S+/giu, '$1 …'],
  // A token of JSON, whatever its parts hold.
  [/\beyJ[\w-]+(?:\.[\w-]*)+/gu, '…'],
  // What a header, a cookie, a query or JSON gives a name to; a value may have quotes, and a scheme in front.
  [
    /([\w-]{0,40}(?:authorization|authenticate|pass\w*|pwd|secret\w*|token\w*|key|sig|signature|cookie|credential\w*)\\?["']?\s*[=:]\s*)(?:\\?"(?:[^"\\]|\\(?!"))*\\?"|'[^']*'|(?:(?:basic|bearer|token|digest|apikey)\s+)?[^\s"',;&]+)/giu,
    '$1…',
  ],
  // A number of a phone, however it is spaced; an IP address has dots.
  [/(?<![\w.])\+?\(?\d(?:[ ()-]{0,2}\d){6,}(?![\w.])/gu, '<number>'],
  // Long, of letters and digits: the codes of errors have no digits.
  [/(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])[\w+/=-]{20,}/giu, '…'],
]
