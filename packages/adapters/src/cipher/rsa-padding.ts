import { constants, privateDecrypt, publicEncrypt, type KeyObject } from 'node:crypto'
import { leastModulusBytes, remask, type OaepHash } from './oaep-masks.ts'

/**
 * How callers pad. `pkcs1` is PKCS#1 v1.5, which the SDKs and jsencrypt use. `oaep-...` names the hash of OAEP. MGF1
 * has the same hash, or SHA-1 if the name says so: that is what Java means by `OAEPWithSHA-256AndMGF1Padding`.
 * `oaep-sha1` is what OpenSSL and older tools mean by OAEP alone.
 */
export type RsaPadding =
  | 'pkcs1'
  | 'oaep-sha1'
  | 'oaep-sha256'
  | 'oaep-sha384'
  | 'oaep-sha512'
  | 'oaep-sha256-mgf1-sha1'
  | 'oaep-sha384-mgf1-sha1'
  | 'oaep-sha512-mgf1-sha1'

/** Removes the padding with a private key; `undefined` if the padding is another one or is broken. */
export type Unpad = (key: KeyObject, ciphertext: Buffer) => Buffer | undefined

/**
 * `proves`: only the key that a ciphertext was made for removes this padding. `leastModulusBytes`: under a shorter key
 * no ciphertext can hold a text.
 */
export type PaddingRecipe = {
  readonly unpad: Unpad
  readonly proves: boolean
  readonly leastModulusBytes: number
}

type Take = (key: KeyObject, ciphertext: Buffer) => Buffer

/** One answer for every reason: an attacker would like to know which check failed. */
const quietly =
  (take: Take): Unpad =>
  (key, ciphertext) => {
    try {
      return take(key, ciphertext)
    } catch {
      return undefined
    }
  }

const takePkcs1: Take = (key, ciphertext) =>
  privateDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, ciphertext)

const takeOaep =
  (oaepHash: OaepHash): Take =>
  (key, ciphertext) =>
    privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, ciphertext)

/**
 * Node has no option for a hash of MGF1 that differs from that of OAEP. So the masks are exchanged, which checks
 * nothing, and the public key turns the message into a ciphertext again. OpenSSL then decides on that ciphertext as on
 * any other.
 */
const takeOaepWithMgf1Sha1 =
  (oaepHash: OaepHash): Take =>
  (key, ciphertext) => {
    const raw = { key, padding: constants.RSA_NO_PADDING }
    const encoded = privateDecrypt(raw, ciphertext)
    return takeOaep(oaepHash)(key, publicEncrypt(raw, remask(encoded, oaepHash)))
  }

const oaep = (oaepHash: OaepHash, take: Take = takeOaep(oaepHash)): PaddingRecipe => ({
  unpad: quietly(take),
  proves: true,
  leastModulusBytes: leastModulusBytes(oaepHash),
})

/** How each padding is removed. */
export const paddingRecipes: Readonly<Record<RsaPadding, PaddingRecipe>> = {
  pkcs1: { unpad: quietly(takePkcs1), proves: false, leastModulusBytes: 0 },
  'oaep-sha1': oaep('sha1'),
  'oaep-sha256': oaep('sha256'),
  'oaep-sha384': oaep('sha384'),
  'oaep-sha512': oaep('sha512'),
  'oaep-sha256-mgf1-sha1': oaep('sha256', takeOaepWithMgf1Sha1('sha256')),
  'oaep-sha384-mgf1-sha1': oaep('sha384', takeOaepWithMgf1Sha1('sha384')),
  'oaep-sha512-mgf1-sha1': oaep('sha512', takeOaepWithMgf1Sha1('sha512')),
}
