import { decodeBase64 } from './base64.ts'
import { readDerAs, readUnsigned, tags } from './der.ts'
import { coordinateSize, isOnCurve, type Point } from './sm2-curve.ts'

/** A ciphertext taken apart: the sender's point, a hash over the plaintext, and the masked plaintext. */
export type Sm2Ciphertext = { readonly c1: Point; readonly c3: Buffer; readonly c2: Buffer }

/** SM3's output, in bytes. */
const hashSize = 32
/** Far above the longest password that the domain takes (4096 bytes: 8386 hex digits), so that junk is cheap. */
const maxLength = 16_384

const uncompressed = Buffer.from([0x04])

/**
 * Every way to read a ciphertext, each with C1 on the curve; empty where there is none. Hex or base64, `sm2:` before it
 * or not. Inside, DER (GB/T 35276; what OpenSSL writes), or C1 C3 C2 (GB/T 32918.4), or C1 C2 C3 (its draft of 2010),
 * `04` before them or not. The layouts cannot be told apart by looking: whoever decrypts takes the one whose C3 holds.
 */
export const readSm2Ciphertext = (text: string): readonly Sm2Ciphertext[] => {
  const bytes = text.length > maxLength ? undefined : decode(text)
  if (bytes === undefined) return []
  const der = fromDer(bytes)
  return der === undefined ? [...fromRaw(bytes), ...fromRaw(afterPrefix(bytes))] : [der]
}

const decode = (text: string): Buffer | undefined => {
  const body = text.trim().replace(/^sm2:/i, '')
  const dense = body.replace(/[ \t\r\n]/g, '')
  const isHex = dense.length % 2 === 0 && /^[0-9a-f]+$/i.test(dense)
  return isHex ? Buffer.from(dense, 'hex') : decodeBase64(body)
}

const fromDer = (bytes: Buffer): Sm2Ciphertext | undefined => {
  const [body] = readDerAs(bytes, [tags.sequence]) ?? []
  const shape = [tags.integer, tags.integer, tags.octetString, tags.octetString]
  const [x, y, c3, c2] = (body && readDerAs(body, shape)) ?? []
  if (x === undefined || y === undefined || c3 === undefined || c2 === undefined) return undefined
  const c1 = toPoint(readUnsigned(x, coordinateSize), readUnsigned(y, coordinateSize))
  return c1 && c3.length === hashSize && c2.length > 0 ? { c1, c3, c2 } : undefined
}

/** An x that begins with 04 looks like a prefix, so both readings are tried: only one of them is on the curve. */
const afterPrefix = (bytes: Buffer): Buffer => (bytes[0] === 0x04 ? bytes.subarray(1) : Buffer.alloc(0))

const fromRaw = (bytes: Buffer): readonly Sm2Ciphertext[] => {
  const rest = bytes.subarray(2 * coordinateSize)
  if (rest.length <= hashSize) return []
  const c1 = toPoint(bytes.subarray(0, coordinateSize), bytes.subarray(coordinateSize, 2 * coordinateSize))
  if (c1 === undefined) return []
  return [
    { c1, c3: rest.subarray(0, hashSize), c2: rest.subarray(hashSize) },
    { c1, c3: rest.subarray(-hashSize), c2: rest.subarray(0, -hashSize) },
  ]
}

const toPoint = (x: Buffer | undefined, y: Buffer | undefined): Point | undefined =>
  x && y && isOnCurve(x, y) ? Buffer.concat([uncompressed, x, y]) : undefined
