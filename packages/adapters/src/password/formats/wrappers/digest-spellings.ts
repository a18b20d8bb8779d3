import { decodePaddedBase64 } from '../text/base64.ts'
import type { Wrapper } from './unwrapped.ts'
import { writeRepeated } from './write.ts'

/** MediaWiki's `:A:<MD5>` and `:B:<salt>:<MD5 of the salt, a dash and the MD5>`; some after `:A:` are salted too. */
export const mediawikiDigest: Wrapper = {
  from: 'MediaWiki',
  unwrap: (encoded) => {
    const [, salt, digest] = /^:[AB]:(?:([^:\s]{1,64}):)?([0-9a-f]{32})$/u.exec(encoded) ?? []
    if (digest === undefined) return undefined
    if (salt !== undefined) return { encoded: `${digest}:${salt}`, format: "md5(salt + '-' + md5(password))" }
    return encoded.startsWith(':A:') ? { encoded: digest, format: 'md5' } : undefined
  },
}

/** PostgreSQL's `md5<MD5 of the password and the name of the role>`. */
export const postgresMd5: Wrapper = {
  from: 'PostgreSQL',
  unwrap: (encoded) => {
    const digest = /^md5([0-9a-f]{32})$/u.exec(encoded)?.[1]
    return digest === undefined ? undefined : { encoded: digest, format: 'md5(password + username)' }
  },
}

/**
 * Spring Security's StandardPasswordEncoder, `{sha256}<8 bytes of salt, and the digest, in hex>`, with 1,024
 * iterations.
 */
export const springStandard: Wrapper = {
  from: 'Spring Security',
  unwrap: (encoded) => {
    const [, salt, digest] = /^\{sha256\}([0-9a-f]{16})([0-9a-f]{64})$/u.exec(encoded) ?? []
    if (digest === undefined) return undefined
    const format = writeRepeated('sha256', 'unhex(salt) + password', 1024)
    return { encoded: `${digest}:${salt}`, format }
  },
}

const isshaShape = /^\{x-is(?:sha|sha(256|384|512)), ?([1-9]\d{0,6})\}([A-Za-z0-9+/]{30,172}={0,2})$/iu
const isshaBytes: Readonly<Record<string, number>> = { '1': 20, '256': 32, '384': 48, '512': 64 }

/** SAP's `{x-issha, 1024}<digest and salt>`: each further digest is of the password and the digest before. */
export const sapIssha: Wrapper = {
  from: 'SAP',
  unwrap: (encoded) => {
    const [, size = '1', times, text = ''] = isshaShape.exec(encoded) ?? []
    const bytes = times === undefined ? undefined : decodePaddedBase64(text)
    const length = isshaBytes[size] ?? 0
    if (bytes === undefined || bytes.length <= length) return undefined
    const [digest, salt] = [bytes.subarray(0, length).toString('hex'), bytes.subarray(length)]
    const first = `sha${size}(password + unhex(salt))`
    const again = Number(times) - 1
    const format = again === 0 ? first : `repeat(${again}, ${first}, sha${size}(password + raw(previous)))`
    return { encoded: `${digest}:${salt.toString('hex')}`, format }
  },
}

const oracleShape = /^S:([0-9A-F]{40})([0-9A-F]{20})(?:;|$)/iu

/** Oracle 11's `S:<SHA-1 of the password and the salt, and the salt, in hex>`. */
export const oracle11: Wrapper = {
  from: 'Oracle 11',
  unwrap: (encoded) => {
    const [, digest, salt] = oracleShape.exec(encoded) ?? []
    return digest === undefined || salt === undefined
      ? undefined
      : { encoded: `${digest.toLowerCase()}:${salt.toLowerCase()}`, format: 'sha1(password + unhex(salt))' }
  },
}

const shiro =
  /^\$shiro1\$(MD5|SHA-(?:1|256|384|512))\$([1-9]\d{0,6})\$([A-Za-z0-9+/]{0,172}={0,2})\$([A-Za-z0-9+/]{22,86}={0,2})$/u

/** Shiro 1's `$shiro1$SHA-256$500000$<salt>$<digest>`. */
export const shiro1: Wrapper = {
  from: 'Apache Shiro 1',
  unwrap: (encoded) => {
    const [, name = '', times, salt, digest] = shiro.exec(encoded) ?? []
    if (digest === undefined) return undefined
    const of = salt === '' ? 'password' : 'unbase64(salt) + password'
    const format = writeRepeated(name.toLowerCase().replace('-', ''), of, Number(times))
    return { encoded: salt === '' ? digest : `${digest}:${salt}`, format }
  },
}
