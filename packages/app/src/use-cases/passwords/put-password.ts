import {
  nextCredential,
  type Credential,
  type Notice,
  type PasswordHash,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'

/** A user's new password, hashed, and the notices that tell of it. */
export type NewPassword = {
  readonly userId: UserId
  readonly hash: PasswordHash
  readonly mustChange: boolean
  readonly notices: readonly Notice[]
}

/**
 * Puts a new password in the place of the present one, if that one may be replaced. In the same transaction its notices
 * are written, and what strangers tried is forgotten: that was for another password, and keeps the owner out no longer.
 * `overtaken`: the present one may not, or has been changed at this moment. Nothing is written then.
 */
export const putPassword = (
  { notices, ...next }: NewPassword,
  mayReplace: (present: Credential | undefined) => boolean,
  { ports, settings, storage }: Context,
): ResultAsync<Credential | 'overtaken', Unavailable> =>
  storage.atomically(({ credentials, attempts, outbox }) =>
    safeTry(async function* () {
      const [present] = yield* credentials.findByUserIds([next.userId])
      if (!mayReplace(present)) return ok('overtaken' as const)
      const now = ports.sources.clock()
      const credential = nextCredential(present, next, now, settings.passwords.policy)
      const outcome = yield* credentials.replace(present?.hash, credential)
      if (outcome === 'overtaken') return ok(outcome)
      yield* attempts.clear('password-of-strangers', next.userId)
      yield* outbox.addAll(notices)
      return ok(credential)
    }),
  )
