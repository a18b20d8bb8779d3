/** How long a reason is at most, in characters. */
export const longestReason = 200

/** There is no need to read more of a reason than this. */
const longestRead = 2000

/**
 * The words of a sender about a failed attempt, made safe to store and show: one line of bounded length. Everything
 * that may be a secret is left out, because a third-party sender may repeat what it was given: the hidden texts, links,
 * addresses, phone numbers, and what looks like a key or a token. Nothing if the sender has no words.
 * @param cause what the sender calls the cause of its failure: an error, or a text
 * @param hidden what the item says and only its receiver may read, such as a password
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

/**
 * One line without invisible characters. A long text loses the word at which it was cut, which may be half a secret.
 */
const plain = (text: string): string => {
  const read = text.length > longestRead ? text.slice(0, longestRead).replace(/\S*$/u, '') : text
  return read
    .toWellFormed()
    .replaceAll(/[\p{C}\p{Z}\uFFFD]+/gu, ' ')
    .trim()
}

/** Shorter texts occur in many words by chance, and are no secrets. */
const shortestHidden = 4

const hide = (text: string, hidden: readonly string[]): string =>
  hidden
    .filter((secret) => secret.length >= shortestHidden)
    .toSorted((one, other) => other.length - one.length)
    .reduce((shown, secret) => shown.replaceAll(literally(secret), '…'), text)

const literally = (text: string): RegExp =>
  new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`), 'giu')

/** What is left out, and what replaces it, in this order. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]*/giu, '<link>'],
  [/[^\s<>(),:;]+@[^\s"'<>(),:;]+/gu, '<address>'],
  [/\b(basic|bearer)\s+\S+/giu, '$1 …'],
  // A JSON token (JWT), whatever its parts hold.
  [/\beyJ[\w-]+(?:\.[\w-]*)+/gu, '…'],
  // A value with a name, from a header, a cookie, a query or JSON. It may have quotes, and a scheme before it.
  [
    /([\w-]{0,40}(?:authorization|authenticate|pass\w*|pwd|secret\w*|token\w*|key|sig|signature|cookie|credential\w*)\\?["']?\s*[=:]\s*)(?:\\?"(?:[^"\\]|\\(?!"))*\\?"|'[^']*'|(?:(?:basic|bearer|token|digest|apikey)\s+)?[^\s"',;&]+)/giu,
    '$1…',
  ],
  // A phone number with any separators; an IP address has dots.
  [/(?<![\w.])\+?\(?\d(?:[ ()-]{0,2}\d){6,}(?![\w.])/gu, '<number>'],
  // Long texts of letters and digits. The codes of errors have no digits.
  [/(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])[\w+/=-]{20,}/giu, '…'],
]
