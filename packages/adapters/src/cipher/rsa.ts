import { constants, createPrivateKey, createPublicKey, privateDecrypt, type KeyObject } from 'node:crypto'
import type { TransportCipher } from '@keepsake/domain'
import { err, ok, Result } from 'neverthrow'
import { decodeBase64 } from './base64.ts'
import { openInTurns } from './in-turns.ts'
import { openKeyRing, type ReadKey, type TransportKeys } from './key-ring.ts'
import { unusableKey, type UnusableKey } from './unusable-key.ts'
import { decodeUtf8, utf8FromCesu8 } from './utf8.ts'

export type { TransportKey } from './key-ring.ts'
export type { UnusableKey, UnusableKeyReason } from './unusable-key.ts'

/** How callers pad: `pkcs1` is PKCS#1 v1.5, as jsencrypt does; `oaep-sha1` is what OAEP means to Java and older tools. */
export type RsaPadding = 'pkcs1' | 'oaep-sha256' | 'oaep-sha1'

/**
 * Keys are PKCS#8 or PKCS#1, not encrypted. `paddings`: those accepted, by default all three;
 * each costs one more private-key operation a key, and with OAEP alone a key is at its strongest (RFC 8017, section 7,
 * advises one scheme a key). `allowWeakKey`: take keys of 1024 bits, which is what old deployments published.
 */
export type RsaCipherSettings = TransportKeys & {
  readonly paddings?: readonly [RsaPadding, ...RsaPadding[]]
  readonly allowWeakKey?: boolean
}

/**
 * `proves`: only the key that a ciphertext was made for takes this padding off. `minLength`: a shorter text is not
 * believed, in UTF-16 units.
 */
type Recipe = {
  readonly padding: number
  readonly oaepHash?: string
  readonly proves: boolean
  readonly minLength: number
}

/** No system that pads like this lets its users have a shorter password, and hardly any random text is as long. */
const minPkcs1Length = 6

const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, proves: true, minLength: 0 }

/** In the order of trying: PKCS#1 v1.5 comes last because it never says no. */
const recipes: Readonly<Record<RsaPadding, Recipe>> = {
  'oaep-sha256': { ...oaep, oaepHash: 'sha256' },
  'oaep-sha1': { ...oaep, oaepHash: 'sha1' },
  pkcs1: { padding: constants.RSA_PKCS1_PADDING, proves: false, minLength: minPkcs1Length },
}

/** 112 bits of strength, the least that NIST SP 800-131A allows. */
const minBits = 2048
/** 1024 bits are within reach of a state; 768 were factored in 2009 by a university. */
const minWeakBits = 1024
/** Far above the base64 text of the longest key's ciphertext (16384 bits: 2732 characters), so that junk is cheap. */
const maxCiphertextLength = 8192

/**
 * Opens the cipher of RSA keys. A ciphertext is base64, standard or URL-safe, of at most the modulus' length
 * (old jsencrypt drops leading zero bytes).
 *
 * Accepting OAEP and PKCS#1 v1.5 under one key makes no oracle. OpenSSL unpads in constant time and refuses every
 * faulty OAEP alike; only who made a ciphertext can make OAEP accept it. PKCS#1 v1.5 is never refused: implicit
 * rejection (OpenSSL 3.2; Kario, "Everlasting ROBOT") turns bad padding into bytes that depend on key and ciphertext
 * alone, so asking again tells nothing new. The caller learns one bit, text or no text, and an altered ciphertext
 * passes for text as rarely with good padding as with bad: about once in 300, as a text of a few characters, which is why
 * one of fewer than six is refused. A cipher for OAEP alone has no such limit.
 *
 * Of several keys, the one that takes OAEP off is right. PKCS#1 v1.5 comes off under each, so exactly one must yield a
 * text: where another key's random bytes pass for one too, as with one ciphertext in some 30,000, nobody can tell which
 * text was meant, and it is undecryptable.
 */
export const openRsaCipher = (settings: RsaCipherSettings): Result<TransportCipher, UnusableKey> => {
  const wanted = settings.paddings ?? ['oaep-sha256', 'oaep-sha1', 'pkcs1']
  if (wanted.includes('pkcs1') && !rejectsImplicitly(process.versions.openssl))
    return err(unusableKey('openssl-too-old'))
  const accepted = Object.entries(recipes).flatMap(([name, recipe]) =>
    wanted.includes(name as RsaPadding) ? [recipe] : [],
  )
  return openKeyRing(settings, (pem) => readKey(pem, settings.allowWeakKey ?? false)).map(
    ({ current, active }) => ({
      current,
      open: openInTurns((ciphertext) => decrypt(active(), accepted, ciphertext)),
    }),
  )
}

/** Whether this version of OpenSSL answers bad PKCS#1 v1.5 padding with random bytes instead of an error: from 3.2 on. */
export const rejectsImplicitly = (opensslVersion: string): boolean => {
  const [major = 0, minor = 0] = opensslVersion.split('.').map(Number)
  return major > 3 || (major === 3 && minor >= 2)
}

const parsePem = Result.fromThrowable(
  (pem: string) => createPrivateKey(pem),
  () => unusableKey('unreadable'),
)

const readKey = (pem: string, allowWeakKey: boolean): Result<ReadKey<KeyObject>, UnusableKey> =>
  parsePem(pem).andThen((key) => {
    if (key.asymmetricKeyType !== 'rsa') return err(unusableKey('wrong-type'))
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
    if (bits < (allowWeakKey ? minWeakBits : minBits)) return err(unusableKey('too-short'))
    const half = createPublicKey(key)
    return ok({
      decrypter: key,
      publicKey: half.export({ type: 'spki', format: 'pem' }).toString(),
      spki: half.export({ type: 'spki', format: 'der' }),
    })
  })

const decrypt = (
  keys: readonly KeyObject[],
  accepted: readonly Recipe[],
  ciphertext: string,
): string | undefined => {
  const bytes = ciphertext.length > maxCiphertextLength ? undefined : decodeBase64(ciphertext)
  if (bytes === undefined) return undefined
  for (const recipe of accepted) {
    // Every key is tried, so that the time it takes does not depend on which is right.
    const plaintexts = keys.flatMap((key) => unpad(key, recipe, bytes) ?? [])
    const texts = plaintexts.flatMap((plaintext) => readText(plaintext, recipe) ?? [])
    if (!recipe.proves) return texts.length === 1 ? texts[0] : undefined
    if (plaintexts.length > 0) return texts[0]
  }
  return undefined
}

const unpad = (key: KeyObject, { padding, oaepHash }: Recipe, ciphertext: Buffer): Buffer | undefined => {
  try {
    return privateDecrypt({ key, padding, ...(oaepHash && { oaepHash }) }, ciphertext)
  } catch {
    // One answer for every reason: which check failed is what an attacker would like to know.
    return undefined
  }
}

/**
 * No password that a person types holds these, and the random bytes of an implicit rejection mostly do. Together with
 * UTF-8 this is what tells a wrong key from a right one.
 */
const controlCharacter = /[\u0000-\u001f\u007f]/

const readText = (plaintext: Buffer, { minLength }: Recipe): string | undefined => {
  const text = decodeUtf8(utf8FromCesu8(plaintext))
  return text === undefined || text.length < minLength || controlCharacter.test(text) ? undefined : text
}
