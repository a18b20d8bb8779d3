/**
 * Why a private key cannot serve as a transport cipher. `unreadable`: not a private key in PEM, or encrypted in a way that
 * this OpenSSL does not know. `passphrase-missing`, `passphrase-wrong`: it is encrypted, and no passphrase, or not the right
 * one, is given. `wrong-type`: a key of another algorithm or curve. `too-short`: below the floor for RSA, or shorter than its
 * padding needs. `duplicate`: the same key
 * comes before it. `openssl-too-old`: this Node's OpenSSL would answer bad PKCS#1 v1.5 padding with an error, and so
 * decrypt for attackers. `self-test-failed`: the key's public half does not belong to it, or this Node's OpenSSL cannot
 * compute with it.
 */
export type UnusableKeyReason =
  | 'unreadable'
  | 'passphrase-missing'
  | 'passphrase-wrong'
  | 'wrong-type'
  | 'too-short'
  | 'duplicate'
  | 'openssl-too-old'
  | 'self-test-failed'

/**
 * A private key cannot be used: the one at `index` of those given, from 0 on, or none of them where that is absent.
 * Nothing of the key, nor of OpenSSL's complaint about it, is in here.
 */
export type UnusableKey = {
  readonly kind: 'unusable-key'
  readonly reason: UnusableKeyReason
  readonly index?: number
}

export const unusableKey = (reason: UnusableKeyReason): UnusableKey => ({ kind: 'unusable-key', reason })
