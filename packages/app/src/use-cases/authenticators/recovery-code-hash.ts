import {
  keptForeignHash,
  plainSpelling,
  readForeignHash,
  type DraftRecoveryCode,
  type RecoveryCode,
  type RecoveryCodeHash,
  type RecoveryCodeHasher,
  type Unavailable,
} from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'

/** Makes a recovery code ready to rest: hashed by us, or as another system has hashed it. */
export const hashRecoveryCode = (
  draft: DraftRecoveryCode,
  { ports }: Context,
): ResultAsync<RecoveryCodeHash, Unavailable> =>
  'hash' in draft ? okAsync(keptForeignHash(draft.hash)) : ports.recoveryCodeHasher.hash(draft.code)

/** Whether a kept hash needs no earlier key of ours; one of another system needs none at all. */
export const isCurrentHash = (hash: RecoveryCodeHash, hasher: RecoveryCodeHasher): boolean =>
  readForeignHash(hash) !== undefined || hasher.isCurrent(hash)

/** A recovery code that somebody shows: in canonical form, and as it was typed, where that is known. */
export type ShownCode = { readonly code: RecoveryCode; readonly typed?: string }

/**
 * Whether a kept hash is that of the code. Another system hashed the code as it showed it: as it is typed is the
 * likeliest of its spellings, and without separators in either case are the others.
 */
export const isBehind = (
  { code, typed }: ShownCode,
  hash: RecoveryCodeHash,
  { ports }: Context,
): ResultAsync<boolean, Unavailable> => {
  const foreign = readForeignHash(hash)
  if (foreign === undefined) return ports.recoveryCodeHasher.matches(code, hash)
  const canonical = code.reveal()
  const spellings = new Set([
    ...(typed === undefined ? [] : [typed.trim(), plainSpelling(typed)]),
    canonical,
    canonical.toUpperCase(),
  ])
  return verifyAny([...spellings], { format: foreign.scheme, encoded: foreign.encoded }, ports)
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
        .andThen((verdict) =>
          verdict === 'right' || verdict === 'outdated' ? okAsync(true) : verifyAny(others, hash, ports),
        )
