import { err, ok } from 'neverthrow'
import type { Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'

const digests = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sm3'] as const

/** A digest that a system computes from a password before it hashes it, and the form in which it writes that digest. */
export type Prehash =
  | `${(typeof digests)[number]}-${'hex' | 'hex-upper' | 'base64'}`
  /** Symfony's, for passwords that bcrypt would cut. */
  | 'sha512-base64-over-72'
  /** The password itself. A row of a batch uses it to override the batch's prehash. */
  | 'none'

/** Every prehash. */
export const prehashes: readonly Prehash[] = [
  ...digests.flatMap((digest): readonly Prehash[] => [
    `${digest}-hex`,
    `${digest}-hex-upper`,
    `${digest}-base64`,
  ]),
  'sha512-base64-over-72',
  'none',
]

/** The encodings of text in which systems hash passwords. */
export const passwordEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'latin-1', 'windows-1252', 'gbk'] as const

/** One of `passwordEncodings`. */
export type PasswordEncoding = (typeof passwordEncodings)[number]

/**
 * What a password is turned into before it is hashed: bytes of an encoding (UTF-8 if absent), and a digest of these
 * bytes.
 */
export type PasswordForm = { readonly prehash?: Prehash; readonly encoding?: PasswordEncoding }

/** Checks the name of a prehash. */
export const parsePrehash = (text: string): Checked<Prehash> => {
  const found = prehashes.find((each) => each === text)
  return found === undefined
    ? err([issue('password.prehash_unknown', [], { allowed: prehashes.join(', ') })])
    : ok(found)
}

/** Checks the name of an encoding, in the spellings that are common for it, such as `UTF-16LE` and `iso-8859-1`. */
export const parsePasswordEncoding = (text: string): Checked<PasswordEncoding> => {
  const name = text.toLowerCase().replaceAll('_', '-')
  const found = passwordEncodings.find((each) => each === (otherNames[name] ?? name))
  return found === undefined
    ? err([issue('password.encoding_unknown', [], { allowed: passwordEncodings.join(', ') })])
    : ok(found)
}

const otherNames: Readonly<Partial<Record<string, PasswordEncoding>>> = {
  utf8: 'utf-8',
  utf16le: 'utf-16le',
  'utf-16-le': 'utf-16le',
  ucs2: 'utf-16le',
  'ucs-2': 'utf-16le',
  utf16be: 'utf-16be',
  'utf-16-be': 'utf-16be',
  latin1: 'latin-1',
  'iso-8859-1': 'latin-1',
  cp1252: 'windows-1252',
  gb2312: 'gbk',
  cp936: 'gbk',
}
