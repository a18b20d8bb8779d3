import fc from 'fast-check'
import protobuf from 'protobufjs'
import { describe, expect, it } from 'vitest'
import { bytesOf, int32Of, readProtobuf } from '../../../../packages/domain/src/authenticator/uri/protobuf.ts'

/** A message with a field of every way to write one; 16 and 300 take more than one byte to number. */
const Sample = protobuf
  .parse(
    `
  syntax = "proto3";
  message Sample {
    int32 count = 1;
    repeated bytes parts = 2;
    fixed64 stamp = 3;
    fixed32 crc = 4;
    double ratio = 5;
    sint64 far = 16;
    string label = 300;
  }
`,
  )
  .root.lookupType('Sample')

const encode = (fields: Readonly<Record<string, unknown>>): Uint8Array => Sample.encode(fields).finish()

describe('a protobuf message', () => {
  it('is read as protobufjs writes it', () => {
    const fields = fc.record({
      count: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      parts: fc.array(fc.uint8Array()),
      stamp: fc.nat(),
      crc: fc.nat(),
      ratio: fc.double(),
      far: fc.integer(),
      label: fc.string({ unit: 'grapheme' }),
    })
    fc.assert(
      fc.property(fields, (given) => {
        const message = readProtobuf(encode(given)) ?? []
        expect(int32Of(message, 1)).toBe(given.count)
        expect(bytesOf(message, 2).map((bytes) => [...bytes])).toStrictEqual(
          given.parts.map((part) => [...part]),
        )
        expect(bytesOf(message, 300).map((bytes) => Buffer.from(bytes).toString())).toStrictEqual(
          given.label === '' ? [] : [given.label],
        )
        expect(message.map(({ number }) => number)).not.toContain(3)
      }),
    )
  })

  it('that says a number twice means the last, and one that does not means 0', () => {
    const message = readProtobuf(Buffer.concat([encode({ count: 1 }), encode({ count: 2 })])) ?? []
    expect([int32Of(message, 1), int32Of(message, 9)]).toStrictEqual([2, 0])
  })

  it('does not give a field of one kind for one of the other', () => {
    const message = readProtobuf(encode({ count: 7, parts: [Buffer.from('a')] })) ?? []
    expect([int32Of(message, 2), bytesOf(message, 1)]).toStrictEqual([0, []])
  })

  it('is none where it ends too early', () => {
    const whole = encode({ label: 'label', stamp: 1, crc: 1 })
    const shorter = Array.from({ length: whole.length }, (_, length) =>
      readProtobuf(whole.subarray(0, length)),
    )
    // Where one field ends and the next begins, the bytes are a message as well.
    expect(shorter.filter((message) => message !== undefined).map(({ length }) => length)).toStrictEqual([
      0, 0, 0,
    ])
    expect(readProtobuf(whole)?.map(({ number }) => number)).toStrictEqual([300])
  })

  it.each([
    ['a field numbered 0', [0x00, 0x01]],
    ['a number beyond 29 bits', [0xf8, 0xff, 0xff, 0xff, 0x7f, 0x01]],
    ['a group', [0x0b, 0x0c]],
    ['an unknown wire type', [0x0e]],
    ['a number of eleven bytes', [0x08, ...Array.from({ length: 10 }, () => 0x80), 0x00]],
    ['a length beyond the end', [0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
  ])('has no %s', (_, bytes) => {
    expect(readProtobuf(Uint8Array.from(bytes))).toBeUndefined()
  })

  it('is read or refused, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const message = readProtobuf(bytes)
        const total = (message ?? []).reduce(
          (sum, { value }) => sum + (typeof value === 'bigint' ? 1 : value.length),
          0,
        )
        expect(total).toBeLessThanOrEqual(bytes.length)
      }),
    )
  })
})
