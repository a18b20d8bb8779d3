import { exactNumber } from './exact-number.ts'
import { endOfString, marks } from './json-text.ts'

type Owner = Record<string, unknown> | unknown[]
type Open = { readonly owner: Owner; key: string | undefined }

/** A number, `true`, `false` or `null`. */
const literal = /[-+.\w]+/uy

/**
 * Builds the value of a JSON text without the engine's reader of objects. V8 (at least until 14.6) reads an escaped key
 * of an object wrongly, if it has read before an object whose key at that place holds a backslash (nodejs/node#63785).
 * Any sender could therefore make it misread what others send. The text must be known to be JSON.
 */
export const rebuildJson = (text: string): unknown => {
  const top: unknown[] = []
  const open: Open[] = [{ owner: top, key: undefined }]
  for (let at = 0; at < text.length; at += 1) {
    const here = open.at(-1)
    const mark = text.charCodeAt(at)
    if (here === undefined) break
    if (mark === marks.quote) {
      const end = endOfString(text, at)
      const string = JSON.parse(text.slice(at, end + 1)) as string
      if (here.key === undefined && !Array.isArray(here.owner)) here.key = string
      else add(here, string)
      at = end
    } else if (mark === marks.openObject || mark === marks.openList) {
      const owner = mark === marks.openObject ? {} : []
      add(here, owner)
      open.push({ owner, key: undefined })
    } else if (mark === marks.closeObject || mark === marks.closeList) open.pop()
    else if (mark !== marks.comma && mark !== marks.colon) {
      literal.lastIndex = at
      const found = literal.exec(text)?.[0]
      if (found === undefined) continue
      add(here, /^[-\d]/u.test(found) ? exactNumber(found) : JSON.parse(found))
      at += found.length - 1
    }
  }
  return top[0]
}

const add = (to: Open, value: unknown): void => {
  if (Array.isArray(to.owner)) to.owner.push(value)
  // An assignment to `__proto__` would change the object itself.
  else
    Object.defineProperty(to.owner, to.key ?? '', {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    })
  to.key = undefined
}
