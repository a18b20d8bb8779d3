import type { Path } from '../issue.ts'
import { endOfString, marks } from './json-text.ts'

/** An object or list that is open, and the place that the reader has reached in it. */
type Open = { readonly keys: Set<string> | undefined; step: string | number; isKeyNext: boolean }

/** The path of the first key that its object has already, in a text that is known to be JSON. */
export const findRepeatedKey = (text: string): Path | undefined => {
  const path: Open[] = []
  for (let at = 0; at < text.length; at += 1) {
    const here = path.at(-1)
    switch (text.charCodeAt(at)) {
      case marks.quote: {
        const end = endOfString(text, at)
        if (here?.isKeyNext === true) {
          here.step = readString(text.slice(at, end + 1))
          if (here.keys?.has(here.step) === true) return path.map(({ step }) => step)
          here.keys?.add(here.step)
          here.isKeyNext = false
        }
        at = end
        break
      }
      case marks.comma:
        if (typeof here?.step === 'number') here.step += 1
        else if (here !== undefined) here.isKeyNext = true
        break
      case marks.openList:
        path.push({ keys: undefined, step: 0, isKeyNext: false })
        break
      case marks.openObject:
        path.push({ keys: new Set(), step: '', isKeyNext: true })
        break
      case marks.closeList:
      case marks.closeObject:
        path.pop()
    }
  }
  return undefined
}

/** Two spellings of one key are one key, so escapes are decoded. */
const readString = (quoted: string): string =>
  quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1)
