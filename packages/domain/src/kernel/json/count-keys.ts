import { endOfString, marks } from './json-text.ts'

/** The keys of all objects of a JSON text together. A key that occurs twice counts twice. */
export type CountedKeys = {
  readonly count: number
  /** Whether one of them is written with a backslash in it. */
  readonly areEscaped: boolean
}

/** Counts in one pass, without building a value. The text must be known to be JSON. */
export const countKeys = (text: string): CountedKeys => {
  let [count, from, to, areEscaped] = [0, 0, 0, false]
  for (let at = 0; at < text.length; at += 1) {
    const mark = text.charCodeAt(at)
    if (mark === marks.quote) {
      from = at
      at = endOfString(text, at)
      to = at
    } else if (mark === marks.colon) {
      count += 1
      areEscaped ||= text.slice(from, to).includes('\\')
    }
  }
  return { count, areEscaped }
}
