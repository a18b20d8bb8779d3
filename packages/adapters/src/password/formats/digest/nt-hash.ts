import { digestRow } from './digest-row.ts'
import type { HashFormat } from '../hash-format.ts'
import { noSalt, ntHash } from './recipes.ts'

const shape = /^[0-9a-fA-F]{32}$/u

/** Windows' and Samba's NT hash in hex. It looks like MD5, so the format has to be named. */
export const ntHashFormat = (): HashFormat =>
  digestRow(
    'nt-hash',
    (encoded) =>
      shape.test(encoded) ? { recipe: ntHash, salt: noSalt, digest: Buffer.from(encoded, 'hex') } : undefined,
    { mustBeNamed: true },
  )
