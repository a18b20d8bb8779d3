import { keyText, type UniqueKey, type User } from '@keepsake/domain'
import { placedKeys, type IdentifierContext } from '@keepsake/domain/rules'

/** The keys of a user, by their text, if usernames are compared in the given way. */
export const userKeys = (
  user: User,
  context: IdentifierContext,
  ignoreCase: boolean,
): ReadonlyMap<string, UniqueKey> =>
  new Map(
    placedKeys(user, user.identities, { ...context, usernames: { ignoreCase } }).map(({ key }) => [
      keyText(key),
      key,
    ]),
  )

/** The additional keys of a user if usernames were compared in the other way. */
export const otherKeys = (
  user: User,
  context: IdentifierContext,
  ignoreCase: boolean,
): readonly (readonly [text: string, key: UniqueKey])[] => {
  const present = userKeys(user, context, !ignoreCase)
  return [...userKeys(user, context, ignoreCase)].filter(([text]) => !present.has(text))
}
