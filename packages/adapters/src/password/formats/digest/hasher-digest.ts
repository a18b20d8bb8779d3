import { digestRow } from './digest-row.ts'
import { isDigest } from './digest.ts'
import type { HashFormat } from '../hash-format.ts'
import { hmacSalt, saltPrefix } from './recipes.ts'

const shape = /^([a-z0-9]+)\$([^$\s]{0,128})\$((?:[0-9a-f]{2}){16,64})$/u

/**
 * Django's `sha1$<salt as text>$<digest in hex>` and `md5$...`, salt first; without a salt, the hashes of its Unsalted
 * hashers.
 */
export const djangoDigestFormat = (digest: 'sha1' | 'md5'): HashFormat =>
  digestRow(`django-${digest}`, (encoded) => {
    const [, name, salt, hex] = shape.exec(encoded) ?? []
    if (name !== digest) return undefined
    return { recipe: saltPrefix(digest), salt: Buffer.from(salt!), digest: Buffer.from(hex!, 'hex') }
  })

/**
 * The format of Werkzeug (Flask) before 2.3, `sha256$<salt as text>$<digest in hex>`: HMAC with the salt as key. With
 * SHA-1 or MD5 it looks the same as Django's and is another hash.
 */
export const werkzeugHmacFormat = (): HashFormat =>
  digestRow('werkzeug-hmac', (encoded) => {
    const [, name, salt, hex] = shape.exec(encoded) ?? []
    if (name === undefined || !isDigest(name) || salt === '') return undefined
    return { recipe: hmacSalt(name), salt: Buffer.from(salt!), digest: Buffer.from(hex!, 'hex') }
  })
