import {
  conceal,
  unavailable,
  type DigestPurpose,
  type PoolKey,
  type PoolKeyStore,
  type SealPlace,
  type Secret,
  type Unavailable,
  type UserPoolId,
} from '@keepsake/domain'
import { digestedText } from '@keepsake/domain/rules'
import { misbehaviour } from '@keepsake/domain/guard'
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow'
import { z } from 'zod'
import type { KeepsakePorts } from '../../ports.ts'
import { oneRun } from '../shared/one-run.ts'
import { readJson } from '../shared/read-json.ts'

/** Makes 32 bytes from a text, for one purpose. Without the pool's key they look random. */
export type DigestOf = (purpose: DigestPurpose, text: string) => Uint8Array

/**
 * The key for the digests of a pool. It is drawn once and stored sealed in the pool. So a change of the sealing keys changes
 * no digest.
 */
export type DigestKey = {
  /** Waits until the key is open. The first call for a new pool makes the key. */
  readonly open: () => ResultAsync<void, Unavailable>
  /** Whether `open` has answered. */
  readonly isOpen: () => boolean
  /** Throws if `open` has not answered yet. */
  readonly digestOf: DigestOf
  /** The id of the key. Every stored digest begins with it. Throws if `open` has not answered yet. */
  readonly id: () => string
}

type Ports = Pick<KeepsakePorts, 'keyedDigest' | 'secretBox' | 'system'>

type OpenKey = { readonly id: string; readonly digestOf: DigestOf }

/** Opens the digest key of a pool when it is first needed. If it cannot be opened, the next call tries again. */
export const openDigestKey = (ports: Ports, poolKeys: PoolKeyStore, pool: UserPoolId): DigestKey => {
  let key: OpenKey | undefined
  const read = oneRun(() =>
    findOrMake(ports, poolKeys, pool)
      .andThen((found) => openKey(found, pool, ports))
      .map((opened) => void (key = opened)),
  )
  const present = (): OpenKey => {
    if (key === undefined) throw new Error('The digest key of the pool is not open yet')
    return key
  }
  return {
    open: () => (key === undefined ? read() : okAsync()),
    isOpen: () => key !== undefined,
    digestOf: (purpose, text) => present().digestOf(purpose, text),
    id: () => present().id,
  }
}

const findOrMake = (
  ports: Ports,
  poolKeys: PoolKeyStore,
  pool: UserPoolId,
): ResultAsync<PoolKey, Unavailable> =>
  poolKeys
    .find('digest')
    .andThen((found) =>
      found === undefined ? makeKey(ports, pool).andThen(poolKeys.addFirst) : okAsync(found),
    )

/** As many bytes as the digest has, so that the key is not easier to guess than a digest. */
const keyBytes = 32

/** Only a few, because every stored digest begins with them. A pool has one key, or later a handful. */
const idBytes = 6

const makeKey = (
  { keyedDigest, secretBox, system }: Ports,
  pool: UserPoolId,
): ResultAsync<PoolKey, Unavailable> => {
  const id = toBase64url(system.randomBytes(idBytes))
  const content: z.infer<typeof keyContent> = {
    algorithm: keyedDigest.algorithm,
    key: toBase64url(system.randomBytes(keyBytes)),
  }
  return secretBox
    .seal(conceal(JSON.stringify(content)), digestKeyPlace(pool, id))
    .map((secret) => ({ id, purpose: 'digest', secret, createdAt: system.clock() }))
}

/** Where the digest key of a pool is stored. */
export const digestKeyPlace = (pool: UserPoolId, id: string): SealPlace => ({
  pool,
  field: 'digest_key',
  record: id,
})

const keyContent = z.strictObject({ algorithm: z.string(), key: z.string() })

const openKey = (
  { id, secret }: PoolKey,
  pool: UserPoolId,
  { keyedDigest, secretBox }: Ports,
): ResultAsync<OpenKey, Unavailable> =>
  secretBox.open(secret, digestKeyPlace(pool, id)).andThen((opened) => {
    const content = keyContent.safeParse(readJson(opened.reveal())).data
    if (content === undefined)
      return errAsync(misbehaviour('secret-box', 'secretBox.open has opened what was not sealed'))
    const key = conceal(new Uint8Array(Buffer.from(content.key, 'base64url')))
    return digestUnder(content.algorithm, key, keyedDigest).map((digestOf) => ({ id, digestOf }))
  })

const digestUnder = (
  algorithm: string,
  key: Secret<Uint8Array>,
  { digest }: KeepsakePorts['keyedDigest'],
): Result<DigestOf, Unavailable> => {
  const digestOf: DigestOf = (purpose, text) => {
    const found = digest(algorithm, key, digestedText(purpose, text))
    if (found === undefined) throw unknownAlgorithm(algorithm)
    return found
  }
  return digest(algorithm, key, '') === undefined
    ? err(unavailable('keyed-digest', unknownAlgorithm(algorithm)))
    : ok(digestOf)
}

const unknownAlgorithm = (algorithm: string): Error =>
  new Error(`The digests of this pool are made with ${algorithm}, which is not known here`)

const toBase64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
