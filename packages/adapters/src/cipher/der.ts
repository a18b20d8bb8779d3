/** The ASN.1 tags that occur in keys and ciphertexts (X.690). */
export const tags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
} as const

/** One value of a DER encoding: its tag and the bytes inside. */
export type DerElement = { readonly tag: number; readonly content: Buffer }

/** Lengths take at most two bytes here: 64 KiB is more than any key or ciphertext that we read. */
const maxLengthBytes = 2

/** The value at the beginning of these bytes, and the bytes after it; `undefined` if they do not begin with a value. */
export const readLeadingDer = (
  bytes: Buffer,
): { readonly element: DerElement; readonly rest: Buffer } | undefined => {
  const header = readHeader(bytes)
  if (header === undefined || header.end > bytes.length) return undefined
  const element = { tag: header.tag, content: bytes.subarray(header.start, header.end) }
  return { element, rest: bytes.subarray(header.end) }
}

/** The values in these bytes, to the last byte; `undefined` if they are not DER. */
export const readDer = (bytes: Buffer): readonly DerElement[] | undefined => {
  const elements: DerElement[] = []
  for (let rest = bytes; rest.length > 0;) {
    const read = readLeadingDer(rest)
    if (read === undefined) return undefined
    elements.push(read.element)
    rest = read.rest
  }
  return elements
}

/** The contents of a list of values, if it has exactly these tags. */
export const readDerAs = (bytes: Buffer, expected: readonly number[]): readonly Buffer[] | undefined => {
  const elements = readDer(bytes)
  const matches =
    elements?.length === expected.length && elements.every(({ tag }, at) => tag === expected[at])
  return matches ? elements.map(({ content }) => content) : undefined
}

/**
 * The value of an INTEGER's content in exactly `size` bytes, read without a sign: several senders leave out the zero
 * before a first bit that is set, or write one before every number. `undefined` if it is empty or larger.
 */
export const readMagnitude = (content: Buffer, size: number): Buffer | undefined => {
  if (content.length === 0) return undefined
  const first = content.findIndex((byte) => byte !== 0)
  const digits = first === -1 ? Buffer.alloc(0) : content.subarray(first)
  return digits.length > size ? undefined : Buffer.concat([Buffer.alloc(size - digits.length), digits])
}

/** Writes one value from its parts. */
export const writeDer = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const size = content.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

type Header = { readonly tag: number; readonly start: number; readonly end: number }

const readHeader = (bytes: Buffer): Header | undefined => {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined) return undefined
  if (first < 0x80) return { tag, start: 2, end: 2 + first }
  const count = first & 0x7f
  if (count === 0 || count > maxLengthBytes || bytes.length < 2 + count) return undefined
  const size = bytes.readUIntBE(2, count)
  // DER has only one way to write a length: the shortest.
  if (size < 0x80 || size >> (8 * (count - 1)) === 0) return undefined
  return { tag, start: 2 + count, end: 2 + count + size }
}
