import { splitWithin, type WrappedKey } from '@keepsake/domain'
import { decodeBase64url } from './base64url.ts'

/** The form of envelopes. Another form would get another version. */
export const version = 'v1'

/** Used instead of the id of a key if a text is no envelope. */
export const unknownKey = 'unknown'

/** The parts that an algorithm made with a data key, together with that key, wrapped. */
export type Envelope = {
  /** Of `a-z 0-9 -`. */
  readonly algorithm: string
  readonly wrappedKey: WrappedKey
  readonly parts: readonly Uint8Array[]
}

/**
 * What is sealed is a secret, never a file, so a longer text is not one of ours. No algorithm of ours has more than
 * three parts, and a shared data key has an id.
 */
const bounds = { length: 1024 * 1024, parts: 8 }

/** `v1.<algorithm>.<key id>.<wrapped key>.<part>...`, the key and the parts in base64url. */
export const writeEnvelope = ({ algorithm, wrappedKey: { keyId, bytes }, parts }: Envelope): string => {
  // A key id from a key encryption must not shift the parts after it.
  if (!/^[A-Za-z0-9_~-]{1,128}$/u.test(keyId)) throw new Error('a malformed key id')
  const text = [version, algorithm, keyId, ...[bytes, ...parts].map(toBase64url)].join('.')
  if (text.length > bounds.length) throw new Error('longer than what could be opened again')
  return text
}

/** Nothing for a text of another form, or one that is longer or has more parts than any of ours. */
export const readEnvelope = (text: string): Envelope | undefined => {
  const [found, algorithm, keyId, ...rest] = splitWithin(text, '.', bounds) ?? []
  const [bytes, ...parts] = rest.map(decodeBase64url)
  if (found !== version || algorithm === undefined || keyId === undefined) return undefined
  if (bytes === undefined || !parts.every((part) => part !== undefined)) return undefined
  return { algorithm, wrappedKey: { keyId, bytes }, parts }
}

const toBase64url = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
