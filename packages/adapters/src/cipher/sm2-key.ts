import { createPublicKey, type KeyObject } from 'node:crypto'
import { err, ok, Result } from 'neverthrow'
import { readDer, readDerAs, tags } from './der.ts'
import { loadPrivateKey, type PemKey } from './load-private-key.ts'
import { agreementKey, coordinateSize, generator, publicPoint, sharedX, type Point } from './sm2-curve.ts'
import type { UnusableKeyReason } from './unusable-key.ts'

/** An SM2 key pair: the private key in the form for `sharedX`, its point, and that point as SPKI in DER. */
export type Sm2Key = { readonly privateKey: KeyObject; readonly point: Point; readonly spki: Buffer }

/** id-ecPublicKey (1.2.840.10045.2.1) on the curve SM2 (1.2.156.10197.1.301), as in RFC 5480's AlgorithmIdentifier. */
const sm2 = Buffer.from('06072a8648ce3d020106082a811ccf5501822d', 'hex')

/**
 * Reads a private key on the SM2 curve from PEM as OpenSSL writes it: PKCS#8, or SEC1 (`EC PRIVATE KEY`, `SM2 PRIVATE
 * KEY`), with or without a block of parameters before it. OpenSSL reads the key; the scalar is taken from its PKCS#8.
 */
export const readSm2Key = (pem: PemKey): Result<Sm2Key, UnusableKeyReason> =>
  loadPrivateKey(pem)
    .andThen(exported)
    .andThen(({ pkcs8, spki }) => {
      const d = readScalar(pkcs8)
      return d === undefined ? err('wrong-type') : testKey(d, spki)
    })

const exported = Result.fromThrowable(
  (key: KeyObject) => {
    const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
    return { pkcs8: key.export({ type: 'pkcs8', format: 'der' }), spki }
  },
  (): UnusableKeyReason => 'unreadable',
)

/** PrivateKeyInfo {version, algorithm, ECPrivateKey {1, d, ...}}: RFC 5208 and RFC 5915. */
const readScalar = (pkcs8: Buffer): Buffer | undefined => {
  const [info] = readDerAs(pkcs8, [tags.sequence]) ?? []
  const [, algorithm, wrapped] =
    (info && readDerAs(info, [tags.integer, tags.sequence, tags.octetString])) ?? []
  if (wrapped === undefined || !algorithm?.equals(sm2)) return undefined
  const [ecPrivateKey] = readDerAs(wrapped, [tags.sequence]) ?? []
  const d = (ecPrivateKey && readDer(ecPrivateKey))?.[1]
  return d?.tag === tags.octetString && d.content.length === coordinateSize ? d.content : undefined
}

/**
 * The file's public half must belong to the private key, and ECDH of the private key and G must give the same point.
 */
const testKey = (d: Buffer, spki: Buffer): Result<Sm2Key, UnusableKeyReason> =>
  derive(d).andThen(({ privateKey, point, x }) => {
    const agrees =
      spki.subarray(-point.length).equals(point) && point.subarray(1, 1 + coordinateSize).equals(x)
    return agrees ? ok({ privateKey, point, spki }) : err('self-test-failed')
  })

const derive = Result.fromThrowable(
  (d: Buffer) => {
    const privateKey = agreementKey(d)
    return { privateKey, point: publicPoint(d), x: sharedX(privateKey, generator) }
  },
  (): UnusableKeyReason => 'self-test-failed',
)
