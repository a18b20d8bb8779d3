import { decodeBase64, decodePaddedBase64 } from '../text/base64.ts'
import type { Unwrapped, Wrapper } from './unwrapped.ts'
import { writePbkdf2 } from './write.ts'

const unwrapped = (
  digest: string,
  iterations: number | string,
  salt: Uint8Array | undefined,
  key: Uint8Array | undefined,
): Unwrapped | undefined =>
  salt === undefined || key === undefined
    ? undefined
    : { encoded: writePbkdf2(digest, iterations, salt, key), format: 'pbkdf2' }

const count = String.raw`([1-9]\d{0,9})`
const base64 = String.raw`([A-Za-z0-9+/]{2,342}={0,2})`

const mattermostShape = new RegExp(
  String.raw`^\$pbkdf2\$f=SHA(256|512),w=${count},l=([1-9]\d{0,2})\$${base64}\$${base64}$`,
  'u',
)

/** Mattermost's `$pbkdf2$f=SHA256,w=600000,l=32$<salt>$<key>`. */
export const mattermost: Wrapper = {
  from: 'Mattermost',
  unwrap: (encoded) => {
    const [, size, iterations, length, salt, key] = mattermostShape.exec(encoded) ?? []
    const bytes = key === undefined ? undefined : decodeBase64(key)
    if (bytes?.length !== Number(length)) return undefined
    return unwrapped(`sha${size}`, iterations!, decodeBase64(salt!), bytes)
  },
}

const dovecotShape = new RegExp(
  String.raw`^\{PBKDF2\}\$1\$([^$\s]{1,64})\$${count}\$((?:[0-9a-f]{2}){20})$`,
  'u',
)

/** Dovecot's `{PBKDF2}$1$<salt as text>$<iterations>$<key in hex>`, with SHA-1. */
export const dovecot: Wrapper = {
  from: 'Dovecot',
  unwrap: (encoded) => {
    const [, salt, iterations, key] = dovecotShape.exec(encoded) ?? []
    return key === undefined
      ? undefined
      : unwrapped('sha1', iterations!, Buffer.from(salt!), Buffer.from(key, 'hex'))
  },
}

const mediawikiShape = new RegExp(
  String.raw`^:pbkdf2:([a-z0-9]+):${count}:([1-9]\d{0,2}):${base64}:${base64}$`,
  'u',
)
const legacyShape = new RegExp(
  String.raw`^:pbkdf2-legacyA:!([a-z0-9]+):${count}:([1-9]\d{0,2})!!${base64}!${base64}$`,
  'u',
)

/** MediaWiki's `:pbkdf2:sha512:30000:64:<salt>:<key>`, and `:pbkdf2-legacyA:!...` of the earlier MD5. */
export const mediawikiPbkdf2: Wrapper = {
  from: 'MediaWiki',
  unwrap: (encoded) => {
    const legacy = legacyShape.exec(encoded)
    const [, digest, iterations, length, salt, key] = legacy ?? mediawikiShape.exec(encoded) ?? []
    const bytes = key === undefined ? undefined : decodePaddedBase64(key)
    if (bytes?.length !== Number(length)) return undefined
    const inner = unwrapped(digest!, iterations!, decodePaddedBase64(salt!), bytes)
    return inner && { ...inner, ...(legacy !== null && { prehash: 'md5-hex' }) }
  },
}

/** Its defaults, which are in no hash: the bytes of salt, the digest and the iterations. */
const springDefaults: Readonly<Record<string, readonly [salt: number, digest: string, iterations: number]>> =
  {
    pbkdf2: [8, 'sha1', 185_000],
    'pbkdf2@SpringSecurity_v5_8': [16, 'sha256', 310_000],
  }

/** Spring Security's `{pbkdf2}` and `{pbkdf2@SpringSecurity_v5_8}`: the salt and 32 bytes of key in hex or base64. */
export const springPbkdf2: Wrapper = {
  from: 'Spring Security',
  unwrap: (encoded) => {
    const [, name = '', text = ''] =
      /^\{(pbkdf2(?:@SpringSecurity_v5_8)?)\}([0-9A-Za-z+/]{50,100}={0,2})$/u.exec(encoded) ?? []
    const [saltBytes, digest, iterations] = springDefaults[name] ?? []
    if (saltBytes === undefined || digest === undefined || iterations === undefined) return undefined
    const bytes = /^[0-9a-f]+$/iu.test(text) ? Buffer.from(text, 'hex') : decodePaddedBase64(text)
    if (bytes?.length !== saltBytes + 32) return undefined
    return unwrapped(digest, iterations, bytes.subarray(0, saltBytes), bytes.subarray(saltBytes))
  },
}

/** Its fixed parts: the iterations in four bytes, 64 of salt, 256 of key. */
const dirsrvBytes = 4 + 64 + 256

/** 389-DS' and FreeIPA's `{PBKDF2_SHA256}`: in base64, the iterations with the highest byte first, the salt, and the key. */
export const dirsrv: Wrapper = {
  from: '389 Directory Server, FreeIPA',
  unwrap: (encoded) => {
    const text = /^\{PBKDF2_SHA256\}([A-Za-z0-9+/]{432})$/iu.exec(encoded)?.[1]
    const bytes = text === undefined ? undefined : decodePaddedBase64(text)
    if (bytes?.length !== dirsrvBytes) return undefined
    return unwrapped('sha256', bytes.readUInt32BE(0), bytes.subarray(4, 68), bytes.subarray(68))
  },
}
