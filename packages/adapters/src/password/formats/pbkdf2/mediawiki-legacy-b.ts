import { digestOf } from '../digest/digest.ts'
import type { HashFormat } from '../hash-format.ts'
import { decodePaddedBase64 } from '../text/base64.ts'
import { pbkdf2Row, wholePbkdf2 } from './pbkdf2.ts'

const shape =
  /^:pbkdf2-legacyB:!([a-z0-9]+):([1-9]\d{0,9}):([1-9]\d{0,2})!([^!\s]{1,64})!([A-Za-z0-9+/]{2,172}={0,2})!([A-Za-z0-9+/]{22,172}={0,2})$/u

const hexOfMd5 = (text: Buffer): Buffer => Buffer.from(digestOf('md5', text).toString('hex'))

/**
 * MediaWiki's `:pbkdf2-legacyB:!sha512:30000:64!<salt>!<another salt>!<key>`: of the earlier `:B:` hash, which was
 * hashed again.
 */
export const mediawikiLegacyBFormat = (): HashFormat =>
  pbkdf2Row('mediawiki-legacy-b', (encoded) => {
    const [, digest, iterations, length, inner, salt, key] = shape.exec(encoded) ?? []
    if (inner === undefined) return undefined
    const saltBytes = decodePaddedBase64(salt!)
    const hash = wholePbkdf2(digest, iterations, saltBytes, decodePaddedBase64(key!), Number(length))
    const of = (password: Buffer): Buffer =>
      hexOfMd5(Buffer.concat([Buffer.from(`${inner}-`), hexOfMd5(password)]))
    return hash && { ...hash, of }
  })
