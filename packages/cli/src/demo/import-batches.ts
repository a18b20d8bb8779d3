import { constants, publicEncrypt } from 'node:crypto'
import type { CreateUsersReport, Keepsake } from '@keepsake/app'
import { checkShape, createUsersRequest, toCreateUsers } from '@keepsake/http/wire'
import type { TransportCiphers } from '@keepsake/domain'
import smCrypto from 'sm-crypto'
import batches from './users.json' with { type: 'json' }
import { valueOf } from './value-of.ts'

/** A batch of the bundled file. `encrypt`: its passwords are encrypted first, as their sender would. */
export type DemoBatch = {
  readonly kind: string
  readonly encrypt?: 'rsa' | 'sm2'
  readonly list: readonly DemoUser[]
  readonly options?: object
}

export type DemoUser = {
  readonly username: string
  readonly password?: string
  readonly otp?: { readonly secret: string; readonly recoveryCode?: string }
}

export type BatchOutcome = {
  readonly kind: string
  readonly rows: number
  readonly report: CreateUsersReport
}

/** The batches of the bundled file: a hundred users with what other systems keep of them. */
export const readBatches = (): readonly DemoBatch[] => batches as readonly DemoBatch[]

/** Imports batch after batch, row by row, and reports each. */
export const importBatches = async (
  batches: readonly DemoBatch[],
  keepsake: Keepsake,
  ciphers: TransportCiphers,
): Promise<readonly BatchOutcome[]> => {
  const outcomes: BatchOutcome[] = []
  for (const { kind, encrypt, list, options } of batches) {
    const sent = encrypt === undefined ? list : list.map((user) => encrypted(user, encrypt, ciphers))
    const request = valueOf(checkShape(createUsersRequest, { list: sent, options }))
    const report = valueOf(await keepsake.users.create({ ...toCreateUsers(request), mode: 'each' }))
    outcomes.push({ kind, rows: list.length, report })
  }
  return outcomes
}

/** What a caller of the HTTP facade does with the public keys of `GET /api/v3/system`. */
const encrypted = (user: DemoUser, type: 'rsa' | 'sm2', ciphers: TransportCiphers): DemoUser => ({
  ...user,
  password: encrypt[type](user.password ?? '', ciphers[type]?.current()?.publicKey ?? ''),
})

const encrypt = {
  rsa: (text: string, key: string): string =>
    publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(text)).toString('base64'),
  sm2: (text: string, key: string): string => smCrypto.sm2.doEncrypt(text, key),
}
