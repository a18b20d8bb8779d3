import { objectIn, textIn, type Fields } from '../text/json.ts'

/** If absent, `absent` is the encoding; a value that is not a text is not valid. */
export const encodingOf = (fields: Fields, absent: string | undefined): string | undefined =>
  fields['encoding'] === undefined ? absent : textIn(fields, 'encoding')

/**
 * The bytes of `value` in the encoding that is given beside it: hex of either case, base64 of either alphabet, or text.
 */
export const bytesIn = (fields: Fields | undefined, absent: 'utf8' | undefined): Buffer | undefined => {
  const value = textIn(fields, 'value')
  if (fields === undefined || value === undefined) return undefined
  const encoding = encodingOf(fields, absent)
  if (encoding === 'utf8' && absent === 'utf8') return Buffer.from(value)
  if (encoding === 'hex') return /^(?:[0-9a-fA-F]{2})+$/u.test(value) ? Buffer.from(value, 'hex') : undefined
  if (encoding === 'base64') return /^[\w+/-]+={0,2}$/u.test(value) ? Buffer.from(value, 'base64') : undefined
  return undefined
}

/** The salt of a digest, and its place beside the password. */
export type Salt = { readonly bytes: Buffer; readonly position: 'prefix' | 'suffix' }

/** Nothing if the hash has none; `malformed` if it is not a salt that we can read. */
export const saltIn = (custom: Fields): Salt | undefined | 'malformed' => {
  if (custom['salt'] === undefined) return undefined
  const salt = objectIn(custom, 'salt')
  const [bytes, position] = [bytesIn(salt, 'utf8'), textIn(salt, 'position')]
  return bytes === undefined || (position !== 'prefix' && position !== 'suffix')
    ? 'malformed'
    : { bytes, position }
}
