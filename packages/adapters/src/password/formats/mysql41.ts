import { digestOf } from './digest.ts'
import { digestRow } from './digest-row.ts'
import type { HashFormat } from './hash-format.ts'

const shape = /^\*([0-9a-fA-F]{40})$/u

/** MySQL's and MariaDB's PASSWORD() since 4.1 (`mysql_native_password`): `*` and the SHA-1 of the SHA-1, in hex. */
export const mysql41Format = (): HashFormat =>
  digestRow('mysql41', (encoded) => {
    const [, value] = shape.exec(encoded) ?? []
    if (value === undefined) return undefined
    return {
      digest: 'sha1',
      recipe: (digest, password) => digestOf(digest, digestOf(digest, password)),
      salt: Buffer.alloc(0),
      value: Buffer.from(value, 'hex'),
    }
  })
