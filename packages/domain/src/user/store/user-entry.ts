import type { PlacedKey } from '../identifier/identifier-keys.ts'
import { searchTerms } from '../list/search-terms.ts'
import type { User } from '../user.ts'
import type { UserEntry } from './user-store.ts'

/** A user as it is given to a store. `keys` are all the keys that the user is to hold. The record itself has the id. */
export const userEntry = (user: User, keys: readonly PlacedKey[]): UserEntry => ({
  user,
  keys: keys.map(({ key }) => key).filter(({ namespace }) => namespace !== 'id'),
  searchTerms: searchTerms(user),
})
