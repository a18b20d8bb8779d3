import { keyText, placedKeys, type IdentifierContext, type UniqueKey, type User } from '@keepsake/domain'

/** The keys that a user holds where usernames are compared so, by their text. */
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

/** The keys that a user would hold besides, were usernames compared the other way. */
export const otherKeys = (
  user: User,
  context: IdentifierContext,
  ignoreCase: boolean,
): readonly (readonly [text: string, key: UniqueKey])[] => {
  const present = userKeys(user, context, !ignoreCase)
  return [...userKeys(user, context, ignoreCase)].filter(([text]) => !present.has(text))
}
