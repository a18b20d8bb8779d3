/**
 * Why a private key cannot be used as a transport cipher. `unreadable`: it is no private key in PEM, or it is encrypted
 * in a way that this OpenSSL does not know. `passphrase-missing`, `passphrase-wrong`: it is encrypted, and no
 * passphrase is given, or not the right one. `wrong-type`: it is a key of another algorithm or curve. `too-short`: it
 * is below the minimum for RSA, or shorter than its padding needs. `duplicate`: the same key comes before it.
 * `openssl-too-old`: this Node's OpenSSL would answer bad PKCS#1 v1.5 padding with an error, and so would decrypt for
 * attackers. `self-test-failed`: the key's public half does not belong to it, or this Node's OpenSSL cannot compute
 * with it.
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
 * A private key cannot be used: the one at `index` of the given keys, counted from 0. If `index` is absent, it is no
 * single key. It contains nothing of the key, nor of OpenSSL's message about it.
 */
export type UnusableKey = {
  readonly kind: 'unusable-key'
  readonly reason: UnusableKeyReason
  readonly index?: number
}

export const unusableKey = (reason: UnusableKeyReason): UnusableKey => ({ kind: 'unusable-key', reason })
