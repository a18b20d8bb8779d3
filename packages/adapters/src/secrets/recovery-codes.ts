import { createHmac, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto'
import { recoveryCodeHash, unavailable, type RecoveryCodeHasher, type Unavailable } from '@keepsake/domain'
import { errAsync, okAsync, type Result, type ResultAsync } from 'neverthrow'
import { decodeBase64url } from './base64url.ts'
import { deriveKey, openKeyRing, type SealingKeyProblem, type SealingKeys } from './key-ring.ts'

export type { SealingKey, SealingKeyProblem, SealingKeys } from './key-ring.ts'

const version = 'v1'
/** NIST SP 800-63B-4 asks for 32 bits of salt at least; 128 never repeat. */
const saltBytes = 16
const macBytes = 32

/**
 * HMAC-SHA-256 of salt and code, as `v1.<key id>.<salt>.<mac>` in base64url. A fast hash will do, for a recovery code
 * is drawn at random, and without the key nobody can try codes against a stolen store. Takes the keys of the secret
 * box and derives its own from them.
 */
export const openRecoveryCodeHasher = (keys: SealingKeys): Result<RecoveryCodeHasher, SealingKeyProblem> =>
  openKeyRing(keys, (key) => deriveKey(key, 'recovery code')).map((ring) => ({
    hash: (code) => {
      const salt = randomBytes(saltBytes)
      const parts = [salt, mac(ring.current.key, salt, code.reveal())].map((bytes) =>
        bytes.toString('base64url'),
      )
      return okAsync(recoveryCodeHash([version, ring.current.id, ...parts].join('.')))
    },
    matches: (code, hash) => {
      const kept = parse(hash)
      const key = kept && ring.find(kept.keyId)
      if (kept === undefined || key === undefined) return unreadable()
      return okAsync(timingSafeEqual(mac(key, kept.salt, code.reveal()), kept.mac))
    },
  }))

const mac = (key: KeyObject, salt: Buffer, code: string): Buffer =>
  createHmac('sha256', key).update(salt).update(code, 'utf8').digest()

type KeptHash = { readonly keyId: string; readonly salt: Buffer; readonly mac: Buffer }

const parse = (hash: string): KeptHash | undefined => {
  const [found, keyId, ...rest] = hash.split('.')
  const [salt, kept] = rest.map(decodeBase64url)
  if (found !== version || keyId === undefined || rest.length !== 2) return undefined
  return salt?.length === saltBytes && kept?.length === macBytes ? { keyId, salt, mac: kept } : undefined
}

const unreadable = (): ResultAsync<never, Unavailable> =>
  errAsync(
    unavailable(
      'secret-box',
      new Error('The hash of a recovery code cannot be read: its key is missing here'),
    ),
  )
