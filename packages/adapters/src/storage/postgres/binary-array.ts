import type { ColumnKind } from '../sql/tables.ts'

/** What a column may hold. */
export type Value = string | number | Uint8Array | null

/** An element's type by its number (https://www.postgresql.org/docs/18/catalog-pg-type.html). */
const elementTypes = { id: 25, text: 25, key: 17, number: 20 } as const satisfies Record<ColumnKind, number>

/**
 * For an array with one dimension: the number of dimensions, whether NULL occurs, the elements' type, their number, the
 * first index.
 */
const headerBytes = 20
const lengthBytes = 4
const numberBytes = 8

/**
 * An array as PostgreSQL receives it in binary (`array_recv` of its `arrayfuncs.c`). `pg` sends a `Buffer` as it is, so
 * that neither side has to write or read quotes, escapes and hexadecimal digits.
 */
export const binaryArray = (kind: ColumnKind, values: readonly Value[]): Buffer => {
  let most = headerBytes
  for (const value of values) most += mostBytes(value)
  const bytes = Buffer.allocUnsafe(most)
  let end = 0
  for (const each of [1, values.includes(null) ? 1 : 0, elementTypes[kind], values.length, 1])
    end = bytes.writeInt32BE(each, end)
  for (const value of values) end = writeElement(bytes, value, end)
  return bytes.subarray(0, end)
}

/**
 * The most bytes of an element with its length. A UTF-16 unit takes at most three. Counting exactly would take as long as
 * writing.
 */
export const mostBytes = (value: Value): number => {
  if (value === null) return lengthBytes
  if (typeof value === 'string') return lengthBytes + 3 * value.length
  return lengthBytes + (typeof value === 'number' ? numberBytes : value.length)
}

/** NULL has the length -1. */
const nullLength = -1

/** Writes the length of an element, then the element; answers where it ends. */
export const writeElement = (bytes: Buffer, value: Value, at: number): number => {
  const start = at + lengthBytes
  if (value === null) return bytes.writeInt32BE(nullLength, at)
  const end = start + writeValue(bytes, value, start)
  bytes.writeInt32BE(end - start, at)
  return end
}

const writeValue = (bytes: Buffer, value: string | number | Uint8Array, at: number): number => {
  if (typeof value === 'string') return bytes.write(value, at)
  if (typeof value === 'number') return writeNumber(bytes, value, at)
  bytes.set(value, at)
  return value.length
}

/** A whole number in two halves: a `BigInt` for each takes ten times as long. */
const writeNumber = (bytes: Buffer, value: number, at: number): number => {
  const high = Math.floor(value / 2 ** 32)
  bytes.writeInt32BE(high, at)
  bytes.writeUInt32BE(value - high * 2 ** 32, at + lengthBytes)
  return numberBytes
}
