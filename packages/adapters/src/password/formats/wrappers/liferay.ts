import { decodePaddedBase64 } from '../text/base64.ts'
import type { Wrapper } from './unwrapped.ts'
import { writePbkdf2 } from './write.ts'

const saltBytes = 8
const head = 8

/**
 * Liferay's `AAAAoAAB9AD...`: in base64, the bits of the key and the iterations as 32-bit numbers, 8 bytes of salt, and
 * a key with SHA-1. Liferay may put the name of its algorithm before it.
 */
export const liferay: Wrapper = {
  from: 'Liferay',
  unwrap: (encoded) => {
    const text = /^(?:\{?PBKDF2WithHmacSHA1(?:\/\d+){0,2}\}?)?([A-Za-z0-9+/]{43,120}={0,2})$/u.exec(
      encoded,
    )?.[1]
    const bytes = text === undefined ? undefined : decodePaddedBase64(text)
    if (bytes === undefined || bytes.length < head + saltBytes + 16) return undefined
    const [bits, iterations] = [bytes.readUInt32BE(0), bytes.readUInt32BE(4)]
    const key = bytes.subarray(head + saltBytes)
    if (bits !== key.length * 8 || iterations === 0) return undefined
    const salt = bytes.subarray(head, head + saltBytes)
    return { encoded: writePbkdf2('sha1', iterations, salt, key), format: 'pbkdf2' }
  },
}
