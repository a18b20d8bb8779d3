import { createECDH, createHash } from 'node:crypto'

/** Affine arithmetic on y^2 = x^3 + ax + b with SM2's a and p and ANY b, for making what an attacker would send. */
export type Affine = { readonly x: bigint; readonly y: bigint }

export const p = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn
const a = p - 3n
export const b = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n

const mod = (value: bigint): bigint => ((value % p) + p) % p

const power = (base: bigint, exponent: bigint): bigint => {
  let result = 1n
  for (let square = mod(base), rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % p)
    if (rest & 1n) result = (result * square) % p
  return result
}

const inverse = (value: bigint): bigint => {
  let [r0, r1, s0, s1] = [p, mod(value), 0n, 1n]
  while (r1 > 0n) {
    const quotient = r0 / r1
    ;[r0, r1, s0, s1] = [r1, r0 - quotient * r1, s1, s0 - quotient * s1]
  }
  return mod(s0)
}

/** A square root, which p = 3 mod 4 makes easy; `undefined` for a non-residue. */
const squareRoot = (value: bigint): bigint | undefined => {
  const root = power(value, (p + 1n) / 4n)
  return mod(root * root - value) === 0n ? root : undefined
}

const add = (left: Affine | undefined, right: Affine | undefined): Affine | undefined => {
  if (left === undefined) return right
  if (right === undefined) return left
  if (left.x === right.x && mod(left.y + right.y) === 0n) return undefined
  const slope =
    left.x === right.x
      ? mod((3n * left.x * left.x + a) * inverse(2n * left.y))
      : mod((right.y - left.y) * inverse(right.x - left.x))
  const x = mod(slope * slope - left.x - right.x)
  return { x, y: mod(slope * (left.x - x) - left.y) }
}

/** [scalar]point on whatever curve the point is on; `undefined` is infinity. */
export const times = (scalar: bigint, point: Affine): Affine | undefined => {
  let result: Affine | undefined
  for (
    let double: Affine | undefined = point, rest = scalar;
    rest > 0n;
    rest >>= 1n, double = add(double, double)
  )
    if (rest & 1n) result = add(result, double)
  return result
}

/** The point with this x on the curve with this b, if there is one. */
export const lift = (x: bigint, curve: bigint): Affine | undefined => {
  const y = squareRoot(mod(x * x * x + a * x + curve))
  return y === undefined || y === 0n ? undefined : { x, y }
}

/** The first that `attempt` finds, for x from `start` on. */
const search = (start: bigint, attempt: (x: bigint) => Affine | undefined): Affine => {
  for (let x = mod(start); ; x = mod(x + 1n)) {
    const found = attempt(x)
    if (found !== undefined) return found
  }
}

/** Points of small order on other curves: each order's division polynomial, solved for b. */
export const pointsOfOrder: readonly { readonly order: bigint; readonly make: (start: bigint) => Affine }[] =
  [
    { order: 2n, make: (start) => ({ x: mod(start), y: 0n }) },
    {
      order: 3n,
      make: (start) =>
        search(start, (x) => lift(x, mod((a * a - 3n * x ** 4n - 6n * a * x * x) * inverse(12n * x)))),
    },
    {
      order: 4n,
      make: (start) =>
        search(start, (x) => {
          const linear = 4n * a * x - 20n * x ** 3n
          const constant = a ** 3n + 5n * a * a * x * x - 5n * a * x ** 4n - x ** 6n
          const root = squareRoot(mod(linear * linear - 32n * constant))
          return root === undefined ? undefined : lift(x, mod((root - linear) * inverse(16n)))
        }),
    },
  ]

/** A point of the curve itself. */
export const pointOnCurve = (start: bigint): Affine => search(start, (x) => lift(x, b))

/** A point of some other curve, of unknown and probably large order. */
export const pointOffCurve = (start: bigint): Affine => search(start, (x) => lift(x, mod(b + 1n + start)))

const hex = (value: bigint): string => value.toString(16).padStart(64, '0')

/** x and y, 64 hex digits each. */
export const coordinates = (point: Affine): string => hex(point.x) + hex(point.y)

const sm3 = (data: string): string => createHash('sm3').update(Buffer.from(data, 'hex')).digest('hex')

/**
 * C1 (as given, hex) C3 C2 for a text of at most 32 bytes, made from the point that the receiver will compute: one who
 * does not check C1 finds C3 right and gives the text out.
 */
export const forge = (c1: string, shared: Affine, text: string): string => {
  const [x, y] = [hex(shared.x), hex(shared.y)]
  const plaintext = Buffer.from(text)
  const mask = Buffer.from(sm3(`${x}${y}00000001`), 'hex')
  const c2 = Buffer.from(plaintext.map((byte, at) => byte ^ (mask[at] ?? 0))).toString('hex')
  return c1 + sm3(x + plaintext.toString('hex') + y) + c2
}

/** A key pair as PKCS#8 PEM, with its scalar in view. */
export const newKey = (): { readonly pem: string; readonly d: bigint } => {
  const pair = createECDH('SM2')
  pair.generateKeys()
  const d = pair.getPrivateKey('hex').padStart(64, '0')
  return { pem: toPem(d, pair.getPublicKey('hex')), d: BigInt(`0x${d}`) }
}

/** PKCS#8 around a scalar and a public point, both in hex. */
export const toPem = (d: string, point: string): string => {
  const der = `308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420${d}a144034200${point}`
  const body = Buffer.from(der, 'hex').toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`
}
