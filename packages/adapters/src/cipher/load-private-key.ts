import { createPrivateKey, type KeyObject } from 'node:crypto'
import type { Secret } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { UnusableKeyReason } from './unusable-key.ts'

/** A private key in PEM, and its passphrase if it is encrypted. */
export type PemKey = { readonly privateKeyPem: string; readonly passphrase?: Secret<string> }

/**
 * PKCS#8 says so in its label; what OpenSSL wrote before 1.0 says so in a line below (RFC 1421). A byte order mark may
 * come first.
 */
const encrypted = /^\ufeff?(?:-----BEGIN ENCRYPTED PRIVATE KEY-{5}|Proc-Type: *4, *ENCRYPTED)/mu

/** Reads a private key from PEM. OpenSSL's own message is not repeated: it may quote the key. */
export const loadPrivateKey = ({
  privateKeyPem,
  passphrase,
}: PemKey): Result<KeyObject, UnusableKeyReason> => {
  const isEncrypted = encrypted.test(privateKeyPem)
  if (isEncrypted && passphrase === undefined) return err('passphrase-missing')
  try {
    return ok(
      createPrivateKey({
        key: privateKeyPem,
        ...(isEncrypted && passphrase && { passphrase: passphrase.reveal() }),
      }),
    )
  } catch (cause) {
    return err(isEncrypted && !isUnsupported(cause) ? 'passphrase-wrong' : 'unreadable')
  }
}

/** A key under a cipher that this OpenSSL does not support, such as DES. */
const isUnsupported = (cause: unknown): boolean =>
  (cause as NodeJS.ErrnoException).code?.includes('UNSUPPORTED') === true
