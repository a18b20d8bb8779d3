import {
  conceal,
  plainSpelling,
  type DraftRecoveryCode,
  type StoredRecoveryCode,
  type RecoveryCode,
  type RecoveryCodeHash,
  type SealingBatch,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { isRight } from '@keepsake/domain/rules'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { codeFingerprintOf, foreignFingerprintOf } from './sealed-secret.ts'
import { openForeignHash, sealedIn, sealForeignHash } from './foreign-hash.ts'

type Context = Pick<PoolContext, 'ports' | 'settings'>

/** Makes a recovery code ready to be stored: hashed by us, or with the hash of another system. */
export const keepRecoveryCode = (
  draft: DraftRecoveryCode,
  user: UserId,
  context: Context & Pick<PoolContext, 'digestKey'>,
  batch?: SealingBatch,
): ResultAsync<StoredRecoveryCode, Unavailable> => {
  const id = context.ports.system.newId()
  const [hash, fingerprint] =
    'hash' in draft
      ? [
          sealForeignHash(draft.hash, user, id, context, batch),
          foreignFingerprintOf(user, draft.hash, context),
        ]
      : [
          context.ports.recoveryCodeHasher.hash(inPlace(draft.code, user, id, context), batch),
          codeFingerprintOf(user, draft.code, context),
        ]
  return hash.map((kept) => ({
    id,
    hash: kept,
    fingerprint,
    ...(draft.usedAt === undefined ? {} : { usedAt: draft.usedAt }),
  }))
}

/** What is hashed for a code. It includes the user and the record, so the hash is invalid at any other place. */
const inPlace = (code: RecoveryCode, user: UserId, id: string, { settings }: Context): RecoveryCode =>
  conceal(JSON.stringify([settings.pool, user, id, code.reveal()])) as RecoveryCode

/** Whether a stored hash is under the current key. */
export const isCurrentHash = (
  hash: RecoveryCodeHash,
  { secretBox, recoveryCodeHasher }: PoolContext['ports'],
): boolean => {
  const text = sealedIn(hash)
  return text === undefined ? recoveryCodeHasher.isCurrent(hash) : secretBox.isCurrent(text)
}

/** The id of the key of a stored hash. */
export const keyIdOfHash = (
  hash: RecoveryCodeHash,
  { secretBox, recoveryCodeHasher }: PoolContext['ports'],
): string => {
  const text = sealedIn(hash)
  return text === undefined ? recoveryCodeHasher.keyIdOf(hash) : secretBox.keyIdOf(text)
}

/** Puts a stored hash under the current key. */
export const renewHash = (
  { id, hash }: StoredRecoveryCode,
  user: UserId,
  context: Context,
  batch?: SealingBatch,
): ResultAsync<RecoveryCodeHash, Unavailable> => {
  const text = sealedIn(hash)
  return text === undefined
    ? context.ports.recoveryCodeHasher.rewrap(hash)
    : openForeignHash(text, user, id, context).andThen((foreign) =>
        sealForeignHash(foreign, user, id, context, batch),
      )
}

/** Whether a stored code is the given one. It compares the code itself, or the hash of another system. */
export const isSameCode = (
  given: DraftRecoveryCode,
  kept: StoredRecoveryCode,
  user: UserId,
  context: Context,
): ResultAsync<boolean, Unavailable> => {
  if ('code' in given) return isBehind({ code: given.code }, kept, user, context)
  const { id, hash } = kept
  const text = sealedIn(hash)
  return text === undefined
    ? okAsync(false)
    : openForeignHash(text, user, id, context).map(
        ({ scheme, encoded }) => scheme === given.hash.scheme && encoded === given.hash.encoded,
      )
}

/** A recovery code that a user enters: in canonical form, and as it was typed, if that is known. */
export type ShownCode = { readonly code: RecoveryCode; readonly typed?: string }

/**
 * Whether a stored hash is that of the code. Another system has hashed the code as it displayed it. The most likely spelling
 * is the typed one. The others are without separators, in lower or upper case.
 */
export const isBehind = (
  { code, typed }: ShownCode,
  { id, hash }: StoredRecoveryCode,
  user: UserId,
  context: Context,
): ResultAsync<boolean, Unavailable> => {
  const { ports } = context
  const text = sealedIn(hash)
  if (text === undefined) return ports.recoveryCodeHasher.matches(inPlace(code, user, id, context), hash)
  const canonical = code.reveal()
  const spellings = new Set([
    ...(typed === undefined ? [] : [typed.trim(), plainSpelling(typed)]),
    canonical,
    canonical.toUpperCase(),
  ])
  return openForeignHash(text, user, id, context).andThen(({ scheme, encoded }) =>
    verifyAny([...spellings], { format: scheme, encoded }, ports),
  )
}

const verifyAny = (
  [text, ...others]: readonly string[],
  hash: { readonly format: string; readonly encoded: string },
  ports: Context['ports'],
): ResultAsync<boolean, Unavailable> =>
  text === undefined
    ? okAsync(false)
    : ports.passwordVerifier
        .verify(text, hash)
        .andThen((verdict) => (isRight(verdict) ? okAsync(true) : verifyAny(others, hash, ports)))
