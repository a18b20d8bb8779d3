/**
 * A field of a protobuf message by its number in the schema. Its value is a whole number, or bytes, which may be a text
 * or another message.
 */
export type ProtobufField = { readonly number: number; readonly value: bigint | Uint8Array }

export type ProtobufMessage = readonly ProtobufField[]

/**
 * Splits a protobuf message into its fields, one level of it, in the order of its bytes (protobuf.dev, "Encoding").
 * Numbers of fixed size are left out. Nothing if the bytes end too early or hold a group: proto3 has no groups.
 */
export const readProtobuf = (bytes: Uint8Array): ProtobufMessage | undefined => {
  const fields: ProtobufField[] = []
  for (let at = 0; at < bytes.length;) {
    const tag = readVarint(bytes, at)
    if (tag === undefined || tag.value >> 3n === 0n || tag.value > maxTag) return undefined
    const field = readers[Number(tag.value & 7n)]?.(bytes, tag.next)
    if (field === undefined) return undefined
    if (field.value !== undefined) fields.push({ number: Number(tag.value >> 3n), value: field.value })
    at = field.next
  }
  return fields
}

/** The `int32` or enum of a field; if there are several, the last, and 0 if there is none, as proto3 defines it. */
export const int32Of = (message: ProtobufMessage, number: number): number => {
  const numbers = message.flatMap((field) =>
    field.number === number && typeof field.value === 'bigint' ? [field.value] : [],
  )
  return Number(BigInt.asIntN(32, numbers.at(-1) ?? 0n))
}

/** The bytes of every field of this number, in their order. */
export const bytesOf = (message: ProtobufMessage, number: number): readonly Uint8Array[] =>
  message.flatMap((field) =>
    field.number === number && typeof field.value !== 'bigint' ? [field.value] : [],
  )

/** A value, and where in the bytes the next field begins. */
type Read<T> = { readonly value: T; readonly next: number }

/** A field's number has 29 bits, and three more say how its value is written. */
const maxTag = 0xffff_ffffn
/** Seven bits in each byte: ten bytes hold the 64 bits of the longest number. */
const maxVarint = 10

const readVarint = (bytes: Uint8Array, at: number): Read<bigint> | undefined => {
  let value = 0n
  for (let index = 0; index < maxVarint; index += 1) {
    const byte = bytes[at + index]
    if (byte === undefined) return undefined
    value |= BigInt(byte & 0x7f) << BigInt(7 * index)
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), next: at + index + 1 }
  }
  return undefined
}

const readBytes = (bytes: Uint8Array, at: number): Read<Uint8Array> | undefined => {
  const length = readVarint(bytes, at)
  if (length === undefined || length.value > BigInt(bytes.length - length.next)) return undefined
  const next = length.next + Number(length.value)
  return { value: bytes.subarray(length.next, next), next }
}

const skip =
  (size: number) =>
  (bytes: Uint8Array, at: number): Read<undefined> | undefined =>
    at + size <= bytes.length ? { value: undefined, next: at + size } : undefined

type Reader = (bytes: Uint8Array, at: number) => Read<ProtobufField['value'] | undefined> | undefined

/** By wire type. */
const readers: Readonly<Record<number, Reader>> = { 0: readVarint, 1: skip(8), 2: readBytes, 5: skip(4) }
