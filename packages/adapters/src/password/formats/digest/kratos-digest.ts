import { decodePaddedBase64 } from '../text/base64.ts'
import { isDigest, type Digest } from './digest.ts'
import { digestRow } from './digest-row.ts'
import type { HashFormat } from '../hash-format.ts'
import { hmacSalt, noSalt, plain, saltAround, saltPrefix, saltSuffix, type BareHash } from './recipes.ts'

const unsalted = /^\$md5\$([A-Za-z0-9+/]{22}==)$/u
const salted =
  /^\$([a-z0-9]+)\$pf=([A-Za-z0-9+/]{14,200}={0,2})\$([A-Za-z0-9+/]{0,172}={0,2})\$([A-Za-z0-9+/]{22,86}={0,2})$/u

/** With the salt in its place, a template says only what goes before the password and what goes after it. */
const fill = (
  template: string,
  digest: Digest,
  salt: Uint8Array,
): Pick<BareHash, 'recipe' | 'salt'> | undefined => {
  // It holds the password once, so that the hashed text is no longer than a hash and a password together.
  const [before, after, ...others] = template.split('{PASSWORD}').map((part) => withSalt(part, salt))
  if (before === undefined || after === undefined || others.length > 0) return undefined
  if (after.length === 0) return { recipe: saltPrefix(digest), salt: before }
  if (before.length === 0) return { recipe: saltSuffix(digest), salt: after }
  return { recipe: saltAround(digest, before), salt: after }
}

const withSalt = (part: string, salt: Uint8Array): Buffer =>
  Buffer.concat(
    part.split('{SALT}').flatMap((literal, at) => [...(at === 0 ? [] : [salt]), Buffer.from(literal)]),
  )

/**
 * Ory Kratos' strings for a salted digest, `$sha256$pf=<template>$<salt>$<digest>`, each part in padded base64. The
 * template says where the salt and the password go, such as `{SALT}{PASSWORD}`. `$md5$<digest>` has no salt. The same
 * shape is read for the other digests too.
 */
export const kratosDigestFormat = (): HashFormat =>
  digestRow('kratos-digest', (encoded) => {
    const [, bare] = unsalted.exec(encoded) ?? []
    const md5 = bare === undefined ? undefined : decodePaddedBase64(bare)
    if (md5 !== undefined) return { recipe: plain('md5'), salt: noSalt, digest: md5 }
    const [, name, pf, saltText, digestText] = salted.exec(encoded) ?? []
    if (name === undefined || !isDigest(name)) return undefined
    const [template, salt, digest] = [pf!, saltText!, digestText!].map(decodePaddedBase64)
    if (template === undefined || salt === undefined || digest === undefined) return undefined
    const filled = fill(template.toString(), name, salt)
    return filled && { ...filled, digest }
  })

/** Writes such a string for a digest of a salt and a password, in the order of the template. */
export const writeKratosDigest = (
  digest: string,
  template: string,
  salt: Uint8Array,
  value: Uint8Array,
): string => `$${digest}$pf=${[Buffer.from(template), salt, value].map(inBase64).join('$')}`

const inBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

const hmac = /^\$hmac-([a-z0-9]+)\$([A-Za-z0-9+/]{40,172}={0,2})\$([A-Za-z0-9+/]{2,344}={0,2})$/u

/** Kratos' `$hmac-sha256$<base64 of the digest in hex>$<base64 of the key>`. */
export const kratosHmacFormat = (): HashFormat =>
  digestRow('kratos-hmac', (encoded) => {
    const [, name, digestText, keyText] = hmac.exec(encoded) ?? []
    if (name === undefined || !isDigest(name)) return undefined
    const [hex, salt] = [decodePaddedBase64(digestText!)?.toString('latin1'), decodePaddedBase64(keyText!)]
    if (hex === undefined || salt === undefined || !/^(?:[0-9a-f]{2})+$/u.test(hex)) return undefined
    return { recipe: hmacSalt(name), salt, digest: Buffer.from(hex, 'hex') }
  })
