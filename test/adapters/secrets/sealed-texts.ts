import { randomBytes } from 'node:crypto'
import { openSecretBox, type Cryptography, type SealingKey } from '@keepsake/adapters/secrets/secret-box'
import {
  conceal,
  sealed,
  userId,
  userPoolId,
  type Secret,
  type SealPlace,
  type SecretBox,
  type Unavailable,
} from '@keepsake/domain'
import type { Result } from 'neverthrow'

export const cryptographies: readonly Cryptography[] = ['international', 'shangmi']

export const first: SealingKey = { id: 'k1', key: randomBytes(32) }
export const second: SealingKey = { id: 'k2', key: randomBytes(32) }

export const boxOf = (keys: readonly SealingKey[], current: string, cryptography?: Cryptography): SecretBox =>
  openSecretBox({ keys, current }, cryptography)

export const owner: Pick<SealPlace, 'pool' | 'user'> = { pool: userPoolId('pool'), user: userId('user') }
export const place = { ...owner, field: 'otp_secret', record: 'authenticator' } satisfies SealPlace
export const canary = 'CANARY-HZ2F6J3AGNAVSOTV'

export const seal = async (box: SecretBox, text = canary, where: SealPlace = place): Promise<string> =>
  (await box.seal(conceal(text), where))._unsafeUnwrap()

export const open = async (
  box: SecretBox,
  text: string,
  where: SealPlace = place,
): Promise<Result<Secret<string>, Unavailable>> => box.open(sealed(text), where)

/** The parts of a sealed text by name. */
export const parts = {
  version: 0,
  algorithm: 1,
  keyId: 2,
  wrappedKey: 3,
  nonce: 4,
  ciphertext: 5,
  tag: 6,
} as const
export type Part = keyof typeof parts

/** Those that are bytes in base64url. */
export const binaryParts = ['wrappedKey', 'nonce', 'ciphertext', 'tag'] as const

export const bytesOf = (text: string, part: Part): Buffer =>
  Buffer.from(text.split('.')[parts[part]]!, 'base64url')

export const withPart = (text: string, part: Part, bytes: Uint8Array | string): string =>
  text
    .split('.')
    .with(parts[part], typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('base64url'))
    .join('.')
