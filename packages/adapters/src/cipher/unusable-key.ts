import { configurationIssue, type ConfigurationIssue, type Path } from '@keepsake/domain'

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

const toDo: Readonly<Record<UnusableKeyReason, string>> = {
  unreadable: 'give a private key in PEM, without encryption or under a cipher that this OpenSSL knows',
  'passphrase-missing': 'the key is encrypted: give its passphrase',
  'passphrase-wrong': 'give the passphrase under which the key was encrypted',
  'wrong-type': 'give a key of the right algorithm: RSA for RSA, the curve SM2 for SM2',
  'too-short': 'give a longer RSA key, of 2048 bits or more, and as long as its padding needs',
  duplicate: 'list each key once: the same key comes before it',
  'openssl-too-old': 'update Node.js to one with OpenSSL 3.2 or newer, or use another padding than pkcs1',
  'self-test-failed':
    'make a new key: its public half does not belong to it, or this OpenSSL cannot compute with it',
}

/**
 * The issue of a private key that cannot be used, at its place in the options. It contains nothing of the key, nor of
 * OpenSSL's message about it.
 */
export const unusableKey = (reason: UnusableKeyReason, path: Path): ConfigurationIssue =>
  configurationIssue(`private_key.${reason.replaceAll('-', '_')}`, path, toDo[reason])
