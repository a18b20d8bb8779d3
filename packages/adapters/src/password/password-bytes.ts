import type { PasswordForm, Prehash } from '@keepsake/domain'
import { digestOf, isDigest } from './formats/digest/digest.ts'
import { encodeText, type EncodedText } from './formats/text/encodings.ts'

/** The bytes that a system hashes for a password: the bytes of its encoding, or the digest of these if there is one. */
export const passwordBytes = (
  text: string,
  { prehash = 'none', encoding = 'utf-8' }: PasswordForm,
): EncodedText => {
  const { bytes, isWhole } = encodeText(text, encoding)
  return { bytes: prehash === 'none' ? bytes : prehashed(bytes, prehash), isWhole }
}

const prehashed = (bytes: Buffer, prehash: Prehash): Buffer => {
  // PHP's bcrypt takes 72 bytes and no NUL; Symfony digests exactly the passwords that bcrypt would cut.
  if (prehash === 'sha512-base64-over-72')
    return bytes.length > 72 || bytes.includes(0)
      ? Buffer.from(digestOf('sha512', bytes).toString('base64'))
      : bytes
  const [, name = '', form, upper] = /^(\w+)-(hex|base64)(-upper)?$/u.exec(prehash) ?? []
  if (!isDigest(name)) throw new Error(`There is no prehash ${prehash}`)
  const written = digestOf(name, bytes).toString(form === 'base64' ? 'base64' : 'hex')
  return Buffer.from(upper === undefined ? written : written.toUpperCase())
}
