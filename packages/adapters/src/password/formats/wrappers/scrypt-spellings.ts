import { crypt64Alphabet, decodeBase64, decodeCrypt64, decodePaddedBase64 } from '../text/base64.ts'
import type { Wrapper } from './unwrapped.ts'
import { writeScrypt } from './write.ts'

const springShape =
  /^(?:\{scrypt(?:@SpringSecurity_v5_8)?\})?\$([0-9a-f]{4,8})\$([A-Za-z0-9+/]{2,172}={0,2})\$([A-Za-z0-9+/]{22,172}={0,2})$/u

/** Spring Security's `$e0801$<salt>$<key>`: in hex, the logarithm of N, and r and p in a byte each. */
export const springScrypt: Wrapper = {
  from: 'Spring Security',
  unwrap: (encoded) => {
    const [, hex = '', saltText, keyText] = springShape.exec(encoded) ?? []
    if (saltText === undefined || keyText === undefined) return undefined
    const [salt, key] = [decodePaddedBase64(saltText), decodePaddedBase64(keyText)]
    if (salt === undefined || key === undefined) return undefined
    const costs = Number.parseInt(hex, 16)
    const parts = { ln: Math.floor(costs / 2 ** 16), r: (costs >> 8) & 0xff, p: costs & 0xff }
    return parts.ln > 0 && parts.ln < 100
      ? { encoded: writeScrypt(parts, salt, key), format: 'scrypt' }
      : undefined
  },
}

const lucia2Shape = /^s2:([0-9a-z]{8,64}):([0-9a-f]{128})$/u

/** Lucia 2's `s2:<salt as text>:<key in hex>`. */
export const lucia2: Wrapper = {
  from: 'Lucia 2',
  unwrap: (encoded) => {
    const [, salt, key] = lucia2Shape.exec(encoded) ?? []
    return salt === undefined || key === undefined
      ? undefined
      : {
          encoded: writeScrypt({ ln: 14, r: 16, p: 1 }, Buffer.from(salt), Buffer.from(key, 'hex')),
          format: 'scrypt',
        }
  },
}

const adonisShape =
  /^\$scrypt\$n=([1-9]\d{0,9}),r=([1-9]\d{0,6}),p=([1-9]\d{0,6})\$([A-Za-z0-9+/]{2,172})\$([A-Za-z0-9+/]{22,172})$/u

/** AdonisJS' `$scrypt$n=16384,r=8,p=1$<salt>$<key>`, with N itself. */
export const adonisScrypt: Wrapper = {
  from: 'AdonisJS',
  unwrap: (encoded) => {
    const [, n, r, p, saltText = '', keyText = ''] = adonisShape.exec(encoded) ?? []
    const [salt, key] = [decodeBase64(saltText), decodeBase64(keyText)]
    const ln = Math.log2(Number(n))
    return salt === undefined || key === undefined || !Number.isInteger(ln)
      ? undefined
      : { encoded: writeScrypt({ ln, r: Number(r), p: Number(p) }, salt, key), format: 'scrypt' }
  },
}

const cryptShape =
  /^\$7\$([./0-9A-Za-z])([./0-9A-Za-z]{5})([./0-9A-Za-z]{5})([^$\s]{1,86})\$([./0-9A-Za-z]{43})$/u

/**
 * crypt(3)'s `$7$`: the logarithm of N in one character, r and p in five each, the salt as text, and 32 bytes of key.
 */
export const cryptScrypt: Wrapper = {
  from: 'crypt(3) with scrypt',
  unwrap: (encoded) => {
    const [, ln, r, p, salt, keyText] = cryptShape.exec(encoded) ?? []
    if (ln === undefined || r === undefined || p === undefined || salt === undefined) return undefined
    const key = decodeCrypt64(keyText!, 32)
    const costs = { ln: crypt64Alphabet.indexOf(ln), r: numberIn(r), p: numberIn(p) }
    return key && { encoded: writeScrypt(costs, Buffer.from(salt), key), format: 'scrypt' }
  },
}

/** 30 bits, six in each character, the lowest first. */
const numberIn = (text: string): number =>
  [...text].reduce((sum, character, place) => sum + crypt64Alphabet.indexOf(character) * 64 ** place, 0)
