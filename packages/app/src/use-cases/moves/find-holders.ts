import type { Unavailable, User, UserId } from '@keepsake/domain'
import { draftUser, placedKeys, type PlacedKey } from '@keepsake/domain/rules'
import { ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import type { Judging } from './judging.ts'
import type { MatchField } from './move-rules.ts'
import type { PlacedRow } from './place-rows.ts'

/**
 * The users who have an identifier of a row, by the row, for the fields by which rows may be joined. An email or phone counts
 * only if both sides say that it is verified. Two rows of one chunk may find the same user.
 */
export const findHolders = (
  rows: readonly PlacedRow[],
  judging: Judging,
): ResultAsync<ReadonlyMap<number, readonly UserId[]>, Unavailable> => {
  const { match } = judging.rules
  if (match.length === 0) return okAsync(new Map())
  const { storage, identifierContext } = judging.context
  return safeTry(async function* () {
    const found = new Map<number, readonly UserId[]>()
    for (const placed of rows) {
      const holders: UserId[] = []
      for (const { field, key } of matchKeys(placed, judging)) {
        const holder = yield* storage.users.findByKey(key)
        if (holder !== undefined && isVerified(holder, field, key.key, identifierContext))
          holders.push(holder.id)
      }
      found.set(placed.row, holders)
    }
    return ok(found)
  })
}

const matchKeys = ({ given }: PlacedRow, { rules, context }: Judging): readonly PlacedKey[] => {
  const { settings, ports } = context
  const { keys } = draftUser(given, settings, ports.phoneNumbers, { now: ports.system.clock() })
  const verified: Readonly<Record<MatchField, boolean>> = {
    externalId: true,
    email: given.emailVerified === true,
    phone: given.phoneVerified === true,
  }
  return keys.filter(({ field }) => rules.match.some((each) => each === field && verified[each]))
}

/** The username of a user proves no address. */
const isVerified = (
  user: User,
  field: PlacedKey['field'],
  key: string,
  identifierContext: Judging['context']['identifierContext'],
): boolean => {
  const isOwn = placedKeys(user, [], identifierContext).some(
    (each) => each.field === field && each.key.key === key,
  )
  if (field === 'email') return isOwn && user.emailVerified
  return field === 'phone' ? isOwn && user.phoneVerified : isOwn
}
