import { parseObject } from '../text/json.ts'
import type { Unwrapped, Wrapper } from './unwrapped.ts'

/**
 * XenForo's column: PHP's serialisation of an array, `a:1:{s:4:"hash";s:60:"$2y$...";}`, or JSON of the same. With a
 * salt, it is a digest of XenForo 1, which names its function, or of the forum that was imported into it, which does
 * not.
 */
export const xenforo: Wrapper = {
  from: 'XenForo',
  unwrap: (encoded) => {
    const { hash, salt, hashFunc, ...others } = fieldsOf(encoded) ?? {}
    if (hash === undefined || Object.keys(others).length > 0) return undefined
    if (salt === undefined) return hashFunc === undefined ? { encoded: hash } : undefined
    return withSalt(`${hash}:${salt}`, hashFunc)
  },
}

const withSalt = (encoded: string, hashFunc: string | undefined): Unwrapped | undefined => {
  if (hashFunc === undefined) return { encoded }
  return hashFunc === 'sha1' || hashFunc === 'sha256'
    ? { encoded, format: `${hashFunc}(${hashFunc}(password) + salt)` }
    : undefined
}

type Texts = Readonly<Record<string, string>>

const fieldsOf = (encoded: string): Texts | undefined => {
  const fields = encoded.startsWith('a:') ? readPhpArray(encoded) : parseObject(encoded)
  return fields !== undefined && Object.values(fields).every((value) => typeof value === 'string')
    ? (fields as Texts)
    : undefined
}

const maxFields = 4

/** Reads a flat PHP array of strings with string keys. The sizes are in bytes. */
const readPhpArray = (text: string): Texts | undefined => {
  const bytes = Buffer.from(text)
  const head = /^a:([1-9]):\{/u.exec(text)
  const count = Number(head?.[1])
  if (head === null || count > maxFields) return undefined
  const fields: [string, string][] = []
  let at = head[0].length
  for (let field = 0; field < count; field += 1) {
    const name = readPhpString(bytes, at)
    const value = name && readPhpString(bytes, name.next)
    if (name === undefined || value === undefined) return undefined
    fields.push([name.text, value.text])
    at = value.next
  }
  return bytes.subarray(at).toString() === '}' ? Object.fromEntries(fields) : undefined
}

/** `s:<bytes>:"<text>";` */
const readPhpString = (
  bytes: Buffer,
  at: number,
): { readonly text: string; readonly next: number } | undefined => {
  const head = /^s:(\d{1,4}):"/u.exec(bytes.subarray(at, at + 8).toString('latin1'))
  if (head === null) return undefined
  const start = at + head[0].length
  const end = start + Number(head[1])
  const isClosed = bytes.subarray(end, end + 2).toString('latin1') === '";'
  return isClosed ? { text: bytes.subarray(start, end).toString(), next: end + 2 } : undefined
}
