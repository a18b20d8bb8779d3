import { decodePaddedBase64 } from './base64.ts'
import { digestOf, isDigest } from './digest.ts'
import { digestRow, hmacSalt, plain, type Recipe } from './digest-row.ts'
import type { HashFormat } from './hash-format.ts'

const unsalted = /^\$md5\$([A-Za-z0-9+/]{22}==)$/u
const salted =
  /^\$([a-z0-9]+)\$pf=([A-Za-z0-9+/]{14,200}={0,2})\$([A-Za-z0-9+/]{0,172}={0,2})\$([A-Za-z0-9+/]{22,86}={0,2})$/u

/** A template holds the password once, so that what is hashed is no longer than a hash and a password together. */
const placeholders = /\{SALT\}|\{PASSWORD\}/gu

const fill = (template: string, password: Buffer, salt: Uint8Array): Buffer => {
  const literals = template.split(placeholders).map((literal) => Buffer.from(literal))
  const values = [...template.matchAll(placeholders)].map(([name]) => (name === '{SALT}' ? salt : password))
  return Buffer.concat(literals.flatMap((literal, at) => [literal, values[at] ?? Buffer.alloc(0)]))
}

/**
 * Ory Kratos' strings for a salted digest, `$sha256$pf=<template>$<salt>$<digest>`, each part in padded base64; the
 * template says where the salt and the password go, such as `{SALT}{PASSWORD}`. `$md5$<digest>` is without a salt.
 * The same shape takes the other digests too.
 */
export const kratosDigestFormat = (): HashFormat =>
  digestRow('kratos-digest', (encoded) => {
    const [, bare] = unsalted.exec(encoded) ?? []
    const md5 = bare === undefined ? undefined : decodePaddedBase64(bare)
    if (md5 !== undefined) return { digest: 'md5', recipe: plain, salt: Buffer.alloc(0), value: md5 }
    const [, digest, pf, saltText, valueText] = salted.exec(encoded) ?? []
    if (digest === undefined || !isDigest(digest)) return undefined
    const [template, salt, value] = [pf!, saltText!, valueText!].map(decodePaddedBase64)
    if (template === undefined || salt === undefined || value === undefined) return undefined
    const text = template.toString()
    if (text.split('{PASSWORD}').length !== 2) return undefined
    const recipe: Recipe = (name, password) => digestOf(name, fill(text, password, salt))
    return { digest, recipe, salt, value }
  })

const hmac = /^\$hmac-([a-z0-9]+)\$([A-Za-z0-9+/]{40,172}={0,2})\$([A-Za-z0-9+/]{2,344}={0,2})$/u

/** Kratos' `$hmac-sha256$<base64 of the digest in hex>$<base64 of the key>`. */
export const kratosHmacFormat = (): HashFormat =>
  digestRow('kratos-hmac', (encoded) => {
    const [, digest, valueText, keyText] = hmac.exec(encoded) ?? []
    if (digest === undefined || !isDigest(digest)) return undefined
    const [value, salt] = [decodePaddedBase64(valueText!), decodePaddedBase64(keyText!)]
    if (value === undefined || salt === undefined || !/^(?:[0-9a-f]{2})+$/u.test(value.toString('latin1')))
      return undefined
    return { digest, recipe: hmacSalt, salt, value: Buffer.from(value.toString('latin1'), 'hex') }
  })
