import { decodeAnyBase64 } from '../text/keys.ts'
import type { Wrapper } from './unwrapped.ts'
import { writeScrypt } from './write.ts'

const scryptShape =
  /^\$scrypt\$v=1\$n=([1-9]\d{0,9}),r=([1-9]\d{0,6}),p=([1-9]\d{0,6}),kl=([1-9]\d{0,2})\$([A-Za-z0-9+/_-]{2,172}={0,2})\$([A-Za-z0-9+/_-]{22,172}={0,2})$/u

/** WorkOS' `$scrypt$v=1$n=16384,r=8,p=1,kl=64$<salt>$<key>`, with N itself and the bytes of the key. */
export const workosScrypt: Wrapper = {
  from: 'WorkOS',
  unwrap: (encoded) => {
    const [, n, r, p, length, saltText = '', keyText = ''] = scryptShape.exec(encoded) ?? []
    const [salt, key] = [decodeAnyBase64(saltText), decodeAnyBase64(keyText)]
    const ln = Math.log2(Number(n))
    return salt === undefined || key?.length !== Number(length) || !Number.isInteger(ln)
      ? undefined
      : { encoded: writeScrypt({ ln, r: Number(r), p: Number(p) }, salt, key), format: 'scrypt' }
  },
}

const firebaseShape =
  /^\$firebase-scrypt((?:[$,][a-z]{1,4}=[A-Za-z0-9+/_-]{1,172}={0,2}){4,6})(?:\$([^$=]{2,172}={0,2}))?(?:\$([^$=]{2,172}={0,2}))?$/u
const names: Readonly<Record<string, string>> = { h: 'hash', s: 'salt' }
const base64 = ['hash', 'salt', 'sk', 'ss'] as const

/**
 * WorkOS' `$firebase-scrypt$hash=,$salt=,$sk=,$ss=,$r=,$m=`, of a user's hash and the parameters of its Firebase
 * project, under these names or shorter ones. The salt and the hash may also be at the end, without names.
 */
export const workosFirebase: Wrapper = {
  from: 'WorkOS, of Firebase’s hashes',
  unwrap: (encoded) => {
    const [, list, first, second] = firebaseShape.exec(encoded) ?? []
    if (list === undefined) return undefined
    const pairs = list.slice(1).split(/[$,]/u).map(pairOf)
    const given = new Map([
      ...pairs,
      ...atEnd(
        first,
        second,
        pairs.some(([name]) => name === 'salt'),
      ),
    ])
    const texts = base64.map((name) => decodeAnyBase64(given.get(name) ?? '*')?.toString('base64'))
    const [hash, salt, key, separator] = texts
    const [r, m] = [given.get('r'), given.get('m')]
    if (texts.includes(undefined) || given.size !== 6 || r === undefined || m === undefined) return undefined
    return { encoded: `$fbscrypt$v=1,n=${m},r=${r},p=1,ss=${separator},sk=${key}$${salt}$${hash}` }
  },
}

const pairOf = (text: string): readonly [string, string] => {
  const at = text.indexOf('=')
  const name = text.slice(0, at)
  return [names[name] ?? name, text.slice(at + 1)]
}

const atEnd = (
  first: string | undefined,
  second: string | undefined,
  isSalted: boolean,
): readonly (readonly [string, string])[] => {
  if (first === undefined) return []
  if (second === undefined) return isSalted ? [['hash', first]] : []
  return [
    ['salt', first],
    ['hash', second],
  ]
}
