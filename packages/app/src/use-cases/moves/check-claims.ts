import { keyText, type Unavailable } from '@keepsake/domain'
import { checkKeys, placedKeys, type KeyClaim, type RefusedRow } from '@keepsake/domain/rules'
import type { ResultAsync } from 'neverthrow'
import type { KnownRow, NewRow } from './judged.ts'
import type { Judging } from './judging.ts'

/** The keys of every row that is to be written. */
export const claimsOf = (
  created: readonly NewRow[],
  known: readonly KnownRow[],
  { context }: Judging,
): readonly KeyClaim[] =>
  [
    ...created.map(({ accepted }) => ({ row: accepted.row, keys: accepted.keys })),
    ...known.map(({ row, next, before }) => {
      const user = next ?? before.user
      return { row, keys: placedKeys(user, user.identities, context.identifierContext) }
    }),
  ].toSorted((one, other) => one.row - other.row)

/**
 * Refuses rows whose keys others hold, or earlier rows claim. What a user of the chunk holds is no other's: two users may
 * exchange keys. What such a user keeps, the user's own row claims.
 */
export const checkClaims = (
  created: readonly NewRow[],
  known: readonly KnownRow[],
  judging: Judging,
): ResultAsync<readonly RefusedRow[], Unavailable> => {
  const claims = claimsOf(created, known, judging)
  const { claimedBefore } = judging
  const { storage, identifierContext } = judging.context
  const own = new Set(
    known.flatMap(({ before: { user } }) =>
      placedKeys(user, user.identities, identifierContext).map(({ key }) => keyText(key)),
    ),
  )
  const asked = claims.flatMap(({ keys }) => keys.map(({ key }) => key))
  return storage.users.findHeld(asked).map((held) => {
    const before = asked.filter((key) => claimedBefore?.has(key) === true)
    const others = [...held, ...before].filter((key) => !own.has(keyText(key)))
    const clashing = checkKeys(claims, others, 'each', () => false)
    claimedBefore?.add(
      claims.filter(({ row }) => !clashing.has(row)).flatMap(({ keys }) => keys.map(({ key }) => key)),
    )
    return [...clashing].map(([row, issues]) => ({ row, issues }))
  })
}
