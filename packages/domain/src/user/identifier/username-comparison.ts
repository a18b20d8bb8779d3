import {
  placedKeys,
  type IdentifierContext,
  type Identifiers,
  type UsernameRules,
} from './identifier-keys.ts'
import { keyText, type UniqueKey } from './unique-key.ts'

/** How the usernames of a pool become unique keys: as they are, or with case ignored. */
export type UsernameComparison = 'exact' | 'ignore-case'

/** The comparison that a pool's settings ask for. */
export const comparisonOf = ({ ignoreCase }: UsernameRules): UsernameComparison =>
  ignoreCase ? 'ignore-case' : 'exact'

/** The stored state of a pool while the keys of its usernames are made for this comparison. The work may have stopped. */
export const switchingTo = (to: UsernameComparison): string => `becoming ${to}`

/** A unique key, and its text. */
type KeyByText = readonly [text: string, key: UniqueKey]

/**
 * The keys that a user would have in addition to the present ones, if the pool's usernames were compared like this and
 * are compared in the other way now. Only a username's keys can differ.
 */
export const addedKeys = (
  identifiers: Identifiers,
  context: IdentifierContext,
  to: UsernameComparison,
): readonly KeyByText[] => {
  const present = new Map(keysIn(identifiers, context, to === 'exact' ? 'ignore-case' : 'exact'))
  return keysIn(identifiers, context, to).filter(([text]) => !present.has(text))
}

const keysIn = (
  identifiers: Identifiers,
  context: IdentifierContext,
  comparison: UsernameComparison,
): readonly KeyByText[] => {
  const usernames = { ignoreCase: comparison === 'ignore-case' }
  return placedKeys(identifiers, [], { ...context, usernames }).map(({ key }) => [keyText(key), key])
}
