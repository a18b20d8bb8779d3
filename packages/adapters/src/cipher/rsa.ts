import { createPublicKey, type KeyObject } from 'node:crypto'
import type { TooShort, TransportCipher, Undecryptable } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { openInTurns } from './in-turns.ts'
import { openKeyRing, type ReadKey, type TransportKey, type TransportKeys } from './key-ring.ts'
import { loadPrivateKey, type PemKey } from './load-private-key.ts'
import { readRsaCiphertext } from './rsa-ciphertext.ts'
import { paddingRecipes, type PaddingRecipe, type RsaPadding } from './rsa-padding.ts'
import type { UnusableKeyReason } from './unusable-key.ts'
import { decodeUtf8, utf8FromCesu8 } from './utf8.ts'

export type { TransportKey } from './key-ring.ts'
export type { RsaPadding } from './rsa-padding.ts'
export type { UnusableKeyReason } from './unusable-key.ts'

/** `pkcs1` if absent: the SDKs and jsencrypt send it. One scheme for each key, as RFC 8017 advises in section 7. */
type Padded = { readonly padding?: RsaPadding }

/** A key, and how callers pad what they encrypt with it. */
export type RsaKey = TransportKey & Padded

/** Keys are PKCS#8 or PKCS#1. `allowWeakKey`: accept keys of 1024 bits, which old deployments published. */
export type RsaCipherSettings = TransportKeys<Padded> & { readonly allowWeakKey?: boolean }

/**
 * A shorter text under PKCS#1 v1.5 is not trusted, in bytes. No system that pads like this lets its users have a
 * shorter password, and hardly any random bytes of this number are a text.
 */
const leastPkcs1Bytes = 6

/** 112 bits of strength, the minimum of NIST SP 800-131A. */
const minBits = 2048
/** A state may be able to break 1024 bits; a university factored 768 bits in 2009. */
const minWeakBits = 1024

/**
 * Opens the cipher of RSA keys. A ciphertext is base64, standard or URL-safe, or hex, of at most the modulus' length
 * (old jsencrypt drops leading zero bytes).
 *
 * Each key costs one private-key operation, and OpenSSL removes the padding in constant time. Every faulty OAEP is
 * refused in the same way, and only the sender who made a ciphertext can make OAEP accept it. PKCS#1 v1.5 is never
 * refused: implicit rejection (OpenSSL 3.2; Kario, "Everlasting ROBOT") turns bad padding into bytes that depend on key
 * and ciphertext alone, so a second call tells nothing new. The caller learns whether there was a text, and whether it
 * was a short one. An altered ciphertext passes for text as rarely with good padding as with bad: about once in 370, as
 * a text of one to five bytes. That is why a text of fewer than six is refused. With OAEP there is no such limit.
 *
 * If there are several keys, the one that removes OAEP is right. PKCS#1 v1.5 can be removed under each key, so exactly
 * one key must give a text. If another key's random bytes pass for a text too, as with one ciphertext in some 18,000,
 * it is not known which text was meant, and the ciphertext is undecryptable.
 *
 * Throws a configuration error that lists every key that cannot be used.
 */
export const openRsaCipher = (settings: RsaCipherSettings): TransportCipher => {
  const { current, active } = openKeyRing<Padded, Decrypter>(settings, (key) =>
    readKey(key, settings.allowWeakKey ?? false),
  )
  return { current, open: openInTurns((ciphertext) => decrypt(active(), ciphertext)) }
}

/**
 * Whether this version of OpenSSL answers bad PKCS#1 v1.5 padding with random bytes instead of an error: from 3.2 on.
 */
export const rejectsImplicitly = (opensslVersion: string): boolean => {
  const [major = 0, minor = 0] = opensslVersion.split('.').map(Number)
  return major > 3 || (major === 3 && minor >= 2)
}

type Decrypter = { readonly key: KeyObject; readonly recipe: PaddingRecipe }

const readKey = (
  { padding = 'pkcs1', ...pem }: PemKey & Padded,
  allowWeakKey: boolean,
): Result<ReadKey<Decrypter>, UnusableKeyReason> => {
  const recipe = paddingRecipes[padding]
  if (!recipe.proves && !rejectsImplicitly(process.versions.openssl)) return err('openssl-too-old')
  return loadPrivateKey(pem).andThen((key) => {
    if (key.asymmetricKeyType !== 'rsa') return err('wrong-type')
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
    if (bits < (allowWeakKey ? minWeakBits : minBits) || bits < 8 * recipe.leastModulusBytes)
      return err('too-short')
    const half = createPublicKey(key)
    return ok({
      decrypter: { key, recipe },
      publicKey: half.export({ type: 'spki', format: 'pem' }).toString(),
      spki: half.export({ type: 'spki', format: 'der' }),
      padding,
    })
  })
}

const undecryptable = err<string, Undecryptable>({ kind: 'undecryptable' })

const decrypt = (
  keys: readonly Decrypter[],
  ciphertext: string,
): Result<string, Undecryptable | TooShort> => {
  const bytes = readRsaCiphertext(ciphertext)
  if (bytes === undefined) return undecryptable
  // Every key is tried, so that the time does not depend on which key is right.
  const plaintexts = keys.map(({ key, recipe }) => ({
    proven: recipe.proves,
    plaintext: recipe.unpad(key, bytes),
  }))
  const proven = plaintexts.find((each) => each.proven && each.plaintext !== undefined)
  return proven?.plaintext === undefined
    ? believe(plaintexts.flatMap(({ plaintext }) => plaintext ?? []))
    : readText(proven.plaintext)
}

/** The one text among the unproven results: it must be long enough, and no other result may be a text. */
const believe = (plaintexts: readonly Buffer[]): Result<string, Undecryptable | TooShort> => {
  const read = plaintexts.map((plaintext) => ({ size: plaintext.length, text: readText(plaintext) }))
  const texts = read.filter(({ text }) => text.isOk())
  const [only, ...others] = texts.filter(({ size }) => size >= leastPkcs1Bytes)
  if (only !== undefined) return others.length === 0 ? only.text : undecryptable
  return texts.length === 0 ? undecryptable : err({ kind: 'too-short', leastBytes: leastPkcs1Bytes })
}

/**
 * No password that a person types holds these, and the random bytes of an implicit rejection mostly do. Together with
 * UTF-8, this tells a wrong key from a right one.
 */
const controlCharacter = /[\u0000-\u001f\u007f]/

const readText = (plaintext: Buffer): Result<string, Undecryptable> => {
  const text = decodeUtf8(utf8FromCesu8(plaintext))
  return text === undefined || controlCharacter.test(text) ? undecryptable : ok(text)
}
