import { endOfString, marks } from './json-text.ts'

/**
 * The members of the object in a JSON text, each value as text. If a key occurs twice, the last one counts. The values
 * are not read, and only their ends are checked. Nothing if the text is no object, or has more than `most` members; a
 * member that occurs twice counts twice.
 */
export const splitObject = (given: string, most: number): ReadonlyMap<string, string> | undefined => {
  const text = given.startsWith('\ufeff') ? given.slice(1) : given
  const members = new Map<string, string>()
  let [at, count] = [afterBlank(text, 0), 0]
  if (text.charCodeAt(at) !== marks.openObject) return undefined
  do {
    const start = afterBlank(text, at + 1)
    if (count === 0 && text.charCodeAt(start) === marks.closeObject) at = start
    else {
      const member = readMember(text, start)
      if (member === undefined) return undefined
      members.set(member.key, member.value)
      at = member.end
      count += 1
    }
    if (count > most) return undefined
  } while (text.charCodeAt(at) === marks.comma)
  return text.charCodeAt(at) === marks.closeObject && afterBlank(text, at + 1) === text.length
    ? members
    : undefined
}

type Member = { readonly key: string; readonly value: string; readonly end: number }

const readMember = (text: string, start: number): Member | undefined => {
  const endOfKey = endOfString(text, start)
  const colon = afterBlank(text, endOfKey + 1)
  if (text.charCodeAt(start) !== marks.quote || text.charCodeAt(colon) !== marks.colon) return undefined
  const from = afterBlank(text, colon + 1)
  const end = endOfValue(text, from)
  try {
    const key = JSON.parse(text.slice(start, endOfKey + 1)) as string
    return { key, value: text.slice(from, end).trimEnd(), end }
  } catch {
    return undefined
  }
}

/** The place of the comma or brace after a value. */
const endOfValue = (text: string, start: number): number => {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case marks.quote:
        at = endOfString(text, at)
        break
      case marks.openObject:
      case marks.openList:
        depth += 1
        break
      case marks.closeObject:
      case marks.closeList:
        if (depth === 0) return at
        depth -= 1
        break
      case marks.comma:
        if (depth === 0) return at
    }
  }
  return text.length
}

const blank = /[ \t\n\r]*/uy

const afterBlank = (text: string, at: number): number => {
  blank.lastIndex = at
  return at + (blank.exec(text)?.[0].length ?? 0)
}
