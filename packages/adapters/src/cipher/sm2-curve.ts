import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  ECDH,
  type KeyObject,
} from 'node:crypto'
import { tags, writeDer } from './der.ts'

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')

/** The curve y^2 = x^3 + ax + b over p, of prime order n with generator G: GB/T 32918.5-2017, section 2. Its cofactor is 1. */
const p = 'fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff'
const a = 'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc'
const b = '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93'
const n = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123'
const xG = '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7'
const yG = 'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0'

/** The length of a coordinate, and of a private key, in bytes. */
export const coordinateSize = 32

/** A point as `04`, x, y: 65 bytes. */
export type Point = Buffer

export const generator: Point = bytes(`04${xG}${yG}`)

const [P, A, B, Y] = [p, a, b, yG].map((hex) => BigInt(`0x${hex}`)) as [bigint, bigint, bigint, bigint]

/**
 * Whether these coordinates, 32 bytes each, are below p and are a point of the curve; the point at infinity has none.
 */
export const isOnCurve = (x: Buffer, y: Buffer): boolean => {
  const [X, Y] = [x, y].map((each) => BigInt(`0x${each.toString('hex')}`)) as [bigint, bigint]
  return X < P && Y < P && (Y * Y - (X * X * X + A * X + B)) % P === 0n
}

/** The public key [d]G. */
export const publicPoint = (d: Buffer): Point => {
  const pair = createECDH('SM2')
  pair.setPrivateKey(d)
  return pair.getPublicKey()
}

const number = (hex: string): Buffer => writeDer(tags.integer, bytes(hex))
const octets = (...parts: readonly Buffer[]): Buffer => writeDer(tags.octetString, ...parts)
const sequence = (...parts: readonly Buffer[]): Buffer => writeDer(tags.sequence, ...parts)

/** Object identifiers, with tag and length: 1.2.840.10045.2.1 and 1.2.840.10045.1.1. */
const [ecPublicKey, primeField] = [bytes('06072a8648ce3d0201'), bytes('06072a8648ce3d0101')]

/**
 * An AlgorithmIdentifier with the curve written out (RFC 3279, section 2.3.5), and -G as the generator. Node does not
 * allow SM2 keys in ECDH. OpenSSL recognises the curve even when it is written out, but not if its generator is another
 * one. A Diffie-Hellman shared secret, [d]C1, does not depend on the generator.
 */
const algorithm = sequence(
  ecPublicKey,
  sequence(
    number('01'),
    sequence(primeField, number(`00${p}`)),
    sequence(octets(bytes(a)), octets(bytes(b))),
    octets(bytes(`04${xG}${(P - Y).toString(16).padStart(64, '0')}`)),
    number(`00${n}`),
    number('01'),
  ),
)

/**
 * The private key in a form that Node accepts for ECDH. Throws if this Node's OpenSSL accepts no curve that is written
 * out.
 */
export const agreementKey = (d: Buffer): KeyObject => {
  const ecPrivateKey = sequence(number('01'), octets(d))
  return createPrivateKey({
    key: sequence(number('00'), algorithm, octets(ecPrivateKey)),
    format: 'der',
    type: 'pkcs8',
  })
}

/** x of [d]point, computed by OpenSSL, which throws if the point is not on the curve. */
export const sharedX = (key: KeyObject, point: Point): Buffer => {
  const spki = sequence(algorithm, writeDer(tags.bitString, Buffer.alloc(1), point))
  return diffieHellman({
    privateKey: key,
    publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
  })
}

/** The two points that share an x: (x, y) and (x, -y). */
export const pointsAt = (x: Buffer): readonly [Point, Point] => [decompress(0x02, x), decompress(0x03, x)]

const decompress = (parity: number, x: Buffer): Point => uncompress(Buffer.concat([Buffer.from([parity]), x]))

const uncompress = (point: Buffer): Point =>
  ECDH.convertKey(point, 'SM2', undefined, undefined, 'uncompressed') as Point

/** The point for `02` or `03` and an x; nothing if no point of the curve has that x. */
export const decompressed = (point: Buffer): Point | undefined => {
  try {
    return uncompress(point)
  } catch {
    return undefined
  }
}
