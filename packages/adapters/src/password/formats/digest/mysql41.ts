import { digestRow } from './digest-row.ts'
import type { HashFormat } from '../hash-format.ts'
import { mysql41, noSalt } from './recipes.ts'

const shape = /^\*([0-9a-fA-F]{40})$/u

/** MySQL's and MariaDB's PASSWORD() since 4.1 (`mysql_native_password`): `*` and the SHA-1 of the SHA-1, in hex. */
export const mysql41Format = (): HashFormat =>
  digestRow('mysql41', (encoded) => {
    const [, digest] = shape.exec(encoded) ?? []
    if (digest === undefined) return undefined
    return { recipe: mysql41, salt: noSalt, digest: Buffer.from(digest, 'hex') }
  })
