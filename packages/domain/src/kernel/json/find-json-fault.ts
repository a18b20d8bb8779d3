/** One token of JSON after white space. A string is only begun: it may be too long for one pattern. */
const token =
  /[ \t\n\r]*(?:(?<mark>[[\]{},:"])|(?<word>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/uy
const stringPart = /(?:[^"\\\u0000-\u001f]{1,4096}|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))/uy

/**
 * Where a text stops being JSON: the place of the first character that cannot stand there, or the end of the text if more
 * must follow. Nothing if it is JSON. The engine's own message does not always say the place, and quotes the text.
 */
export const findJsonFault = (text: string): number | undefined => {
  const open: ('{' | '[')[] = []
  let next: Next = 'value'
  let at = 0
  for (;;) {
    token.lastIndex = at
    const found = token.exec(text)?.groups
    if (found === undefined) {
      const stop = at + blankLength(text, at)
      return next === 'end' && stop === text.length ? undefined : stop
    }
    const { mark, word } = found
    const start = token.lastIndex - (mark ?? word ?? '').length
    const isAllowed = word === undefined ? (marksAt[next] ?? '').includes(mark ?? '') : takesValue(next)
    if (!isAllowed) return start
    at = token.lastIndex
    if (mark === '"') {
      const end = endOfString(text, at)
      if (text[end] !== '"') return end
      at = end + 1
    }
    if (mark === '{' || mark === '[') open.push(mark)
    if (mark === '}' || mark === ']') open.pop()
    next = after(mark, next, open.at(-1))
  }
}

/** What may stand at a place. */
type Next = 'value' | 'first-element' | 'first-key' | 'key' | 'colon' | 'in-list' | 'in-object' | 'end'

const marksAt: Readonly<Record<Next, string>> = {
  value: '{["',
  'first-element': '{["]',
  'first-key': '"}',
  key: '"',
  colon: ':',
  'in-list': ',]',
  'in-object': ',}',
  end: '',
}

const takesValue = (next: Next): boolean => next === 'value' || next === 'first-element'

const after = (mark: string | undefined, before: Next, inside: '{' | '[' | undefined): Next => {
  if (mark === '{') return 'first-key'
  if (mark === '[') return 'first-element'
  if (mark === ':') return 'value'
  if (mark === ',') return inside === '{' ? 'key' : 'value'
  if (mark === '"' && (before === 'key' || before === 'first-key')) return 'colon'
  if (inside === undefined) return 'end'
  return inside === '{' ? 'in-object' : 'in-list'
}

const endOfString = (text: string, from: number): number => {
  stringPart.lastIndex = from
  let end = from
  while (stringPart.test(text)) end = stringPart.lastIndex
  return end
}

const blankLength = (text: string, at: number): number => /^[ \t\n\r]*/u.exec(text.slice(at))?.[0].length ?? 0
