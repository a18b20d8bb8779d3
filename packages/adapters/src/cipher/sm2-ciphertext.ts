import { plainSpelling, within } from '@keepsake/domain'
import { decodeBase64 } from './base64.ts'
import { readDerAs, readLeadingDer, readMagnitude, tags, type DerElement } from './der.ts'
import { readHexDigits } from './hex.ts'
import { coordinateSize, decompressed, isOnCurve, type Point } from './sm2-curve.ts'

/** The parts of a ciphertext: the sender's point, a hash over the plaintext, and the masked plaintext. */
export type Sm2Ciphertext = { readonly c1: Point; readonly c3: Buffer; readonly c2: Buffer }

/** SM3's output, in bytes. */
const hashSize = 32
/**
 * Twice the length of a hex text in base64, far above the longest password that the domain accepts, so that junk costs
 * little.
 */
const maxLength = 32_768

/**
 * Every way to read a ciphertext, each with C1 on the curve and all with the same C1; empty if there is none. The text
 * is hex or base64, or hex in base64, with or without `sm2:` or `0x` before it. Inside is DER (GB/T 35276) in any
 * spelling of its integers, or C1 C3 C2 (GB/T 32918.4), or C1 C2 C3 (its draft of 2010). C1 has `04` before it or not,
 * or is hybrid, compressed, or has coordinates that lack their leading zeros. Zeros may follow at the end. The layouts
 * cannot be told apart by their shape: the caller takes the one whose C3 is right.
 */
export const readSm2Ciphertext = (text: string): readonly Sm2Ciphertext[] => {
  const digits = within(text, maxLength) && toHex(text)
  if (!digits) return []
  const readings = fromDer(Buffer.from(digits, 'hex'))
  return readings.length > 0 ? readings : fromRaw(digits)
}

/** The ciphertext in hex. The number of digits may be odd: some senders drop a coordinate's leading zero. */
const toHex = (text: string): string | undefined => {
  const body = plainSpelling(text).replace(/^sm2:/iu, '')
  const digits = readHexDigits(body)
  if (digits !== undefined) return digits
  const bytes = decodeBase64(body)
  return readHexDigits(bytes?.toString('latin1') ?? '') ?? bytes?.toString('hex')
}

const fromDer = (bytes: Buffer): readonly Sm2Ciphertext[] => {
  const { element, rest } = readLeadingDer(bytes) ?? {}
  if (element?.tag !== tags.sequence || rest?.some((byte) => byte !== 0) !== false) return []
  const [x, y, one, other] = readDerAs(element.content, shape) ?? []
  if (x === undefined || y === undefined || one === undefined || other === undefined) return []
  const c1 = toPoint(readMagnitude(x, coordinateSize), readMagnitude(y, coordinateSize))
  return c1 === undefined ? [] : layouts(c1, one, other)
}

const shape: readonly DerElement['tag'][] = [tags.integer, tags.integer, tags.octetString, tags.octetString]

/** The hash comes first or second. */
const layouts = (c1: Point, one: Buffer, other: Buffer): readonly Sm2Ciphertext[] =>
  [
    { c1, c3: one, c2: other },
    { c1, c3: other, c2: one },
  ].filter(({ c3, c2 }) => c3.length === hashSize && c2.length > 0)

const fromRaw = (digits: string): readonly Sm2Ciphertext[] => {
  const { c1, behind } =
    readPoint(digits) ?? readPoint(afterPrefix(digits)) ?? readHybrid(digits) ?? readCompressed(digits) ?? {}
  if (c1 === undefined || behind === undefined) return []
  return endsOf(Buffer.from(behind, 'hex')).flatMap((rest) => [
    { c1, c3: rest.subarray(0, hashSize), c2: rest.subarray(hashSize) },
    { c1, c3: rest.subarray(-hashSize), c2: rest.subarray(0, -hashSize) },
  ])
}

/** A sender's buffer may be longer than its content. More zeros at the end than these are no mistake of that kind. */
const mostZeros = 32

/**
 * The bytes, and the bytes without one, two, ... of the zeros at their end: the last zero may belong to the ciphertext.
 */
const endsOf = (bytes: Buffer): readonly Buffer[] => {
  const zeros = Math.min(bytes.length - 1 - bytes.findLastIndex((byte) => byte !== 0), mostZeros)
  return Array.from({ length: zeros + 1 }, (_, dropped) => bytes.subarray(0, bytes.length - dropped)).filter(
    (rest) => rest.length > hashSize,
  )
}

/** An x that begins with 04 looks like a prefix, so both readings are tried: only one of them is on the curve. */
const afterPrefix = (digits: string): string => (digits.startsWith('04') ? digits.slice(2) : '')

type Beginning = { readonly c1: Point; readonly behind: string }

const fullSize = 2 * coordinateSize
/** One in 65,536 coordinates lacks more digits than these. */
const mostDropped = 4
/** How many digits x and y lack, the most frequent cases first. */
const dropped = Array.from({ length: (mostDropped + 1) ** 2 }, (_, index) => ({
  ofX: index % (mostDropped + 1),
  ofY: Math.floor(index / (mostDropped + 1)),
})).toSorted((one, other) => one.ofX + one.ofY - (other.ofX + other.ofY))

/** The first reading on the curve is the only one: the chance of another is one in 2^256. */
const readPoint = (digits: string): Beginning | undefined => {
  for (const { ofX, ofY } of dropped) {
    const [endOfX, endOfY] = [fullSize - ofX, 2 * fullSize - ofX - ofY]
    const behind = digits.slice(endOfY)
    if (behind.length % 2 !== 0 || behind.length <= 2 * hashSize) continue
    const c1 = toPoint(coordinate(digits.slice(0, endOfX)), coordinate(digits.slice(endOfX, endOfY)))
    if (c1 !== undefined) return { c1, behind }
  }
  return undefined
}

/** `06` or `07` (SEC 1 and GB/T 32918.1): both coordinates, and whether y is odd, which must be true. */
const readHybrid = (digits: string): Beginning | undefined => {
  const beginning = /^0[67]/u.test(digits) ? readPoint(digits.slice(2)) : undefined
  return (beginning?.c1.at(-1) ?? 0) % 2 === Number(digits[1]) % 2 ? beginning : undefined
}

const readCompressed = (digits: string): Beginning | undefined => {
  const behind = digits.slice(2 + fullSize)
  if (!/^0[23]/u.test(digits) || behind.length % 2 !== 0 || behind.length <= 2 * hashSize) return undefined
  const c1 = decompressed(Buffer.from(digits.slice(0, 2 + fullSize), 'hex'))
  return c1 && { c1, behind }
}

const coordinate = (digits: string): Buffer => Buffer.from(digits.padStart(fullSize, '0'), 'hex')

const uncompressed = Buffer.from([0x04])

const toPoint = (x: Buffer | undefined, y: Buffer | undefined): Point | undefined =>
  x && y && isOnCurve(x, y) ? Buffer.concat([uncompressed, x, y]) : undefined
