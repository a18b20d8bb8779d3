import { decodeItoa64, turnGroups } from '../text/base64.ts'
import type { Wrapper } from './unwrapped.ts'
import { writePbkdf2, writeScrypt } from './write.ts'

const hex = String.raw`((?:[0-9a-f]{2}){8,128})`
const grubShape = new RegExp(String.raw`^grub\.pbkdf2\.sha512\.([1-9]\d{0,9})\.${hex}\.${hex}$`, 'iu')
const macosShape = new RegExp(String.raw`^\$ml\$([1-9]\d{0,9})\$${hex}\$${hex}$`, 'iu')

/**
 * GRUB's `grub.pbkdf2.sha512.<iterations>.<salt>.<key>` and macOS' `$ml$<iterations>$<salt>$<key>`, both in hex, with
 * SHA-512.
 */
export const bootAndMac: Wrapper = {
  from: 'GRUB, macOS',
  unwrap: (encoded) => {
    const [, iterations, salt, key] = grubShape.exec(encoded) ?? macosShape.exec(encoded) ?? []
    if (iterations === undefined || salt === undefined || key === undefined) return undefined
    const [saltBytes, bytes] = [Buffer.from(salt, 'hex'), Buffer.from(key, 'hex')]
    return { encoded: writePbkdf2('sha512', iterations, saltBytes, bytes), format: 'pbkdf2' }
  },
}

const ciscoShape = /^\$([89])\$([./0-9A-Za-z]{14})\$([./0-9A-Za-z]{43})$/u

/** Cisco's types 8, PBKDF2 with SHA-256 in 20,000 iterations, and 9, scrypt. Its type 5 is `$1$...`. */
export const cisco: Wrapper = {
  from: 'Cisco IOS, types 8 and 9',
  unwrap: (encoded) => {
    const [, type, salt, text] = ciscoShape.exec(encoded) ?? []
    const key = text === undefined ? undefined : decodeItoa64(text)
    if (salt === undefined || key === undefined) return undefined
    const saltBytes = Buffer.from(salt)
    return type === '8'
      ? { encoded: writePbkdf2('sha256', 20_000, saltBytes, key), format: 'pbkdf2' }
      : { encoded: writeScrypt({ ln: 14, r: 1, p: 1 }, saltBytes, key), format: 'scrypt' }
  },
}

const aixShape = /^\{ssha(1|256|512)\}(\d\d)\$([./0-9A-Za-z]{1,48})\$([./0-9A-Za-z]{27,86})$/iu

/** In characters. */
const aixSizes: Readonly<Record<string, number>> = { '1': 27, '256': 43, '512': 86 }

/** AIX' `{ssha256}06$<salt as text>$<key>`: PBKDF2, with the logarithm of its iterations. */
export const aix: Wrapper = {
  from: 'AIX',
  unwrap: (encoded) => {
    const [, size = '', log2, salt, text = ''] = aixShape.exec(encoded) ?? []
    const key = text.length === aixSizes[size] ? decodeItoa64(turnGroups(whole(text))) : undefined
    if (salt === undefined || key === undefined) return undefined
    return { encoded: writePbkdf2(`sha${size}`, 2 ** Number(log2), Buffer.from(salt), key), format: 'pbkdf2' }
  },
}

/**
 * The groups of four characters. AIX has cut the highest bits of the last, shorter group, so that group is left out: a
 * PBKDF2 key that is three bytes shorter is the beginning of the longer one.
 */
const whole = (text: string): string => text.slice(0, text.length - (text.length % 4))
