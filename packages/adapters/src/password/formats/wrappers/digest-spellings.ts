import type { Wrapper } from './unwrapped.ts'
import { writeRepeated } from './write.ts'

/** MediaWiki's `:A:<MD5>` and `:B:<salt>:<MD5 of the salt, a dash and the MD5>`; there are salted ones behind `:A:` too. */
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

/** Spring Security's StandardPasswordEncoder, `{sha256}<8 bytes of salt, and the digest, in hex>`, of 1,024 iterations. */
export const springStandard: Wrapper = {
  from: 'Spring Security',
  unwrap: (encoded) => {
    const [, salt, digest] = /^\{sha256\}([0-9a-f]{16})([0-9a-f]{64})$/u.exec(encoded) ?? []
    if (digest === undefined) return undefined
    const format = writeRepeated('sha256', 'unhex(salt) + password', 1024)
    return { encoded: `${digest}:${salt}`, format }
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
