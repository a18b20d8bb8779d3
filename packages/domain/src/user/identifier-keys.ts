import type { Path } from '../kernel/issue.ts'
import { folded } from '../password/folded.ts'
import { identityKey, type LinkedIdentity } from '../linked-identity/linked-identity.ts'
import { anyEmail, parseEmail, type Email } from './email.ts'
import { parsePhone, parseUsername, type ExternalId, type Username } from './identifiers.ts'
import type { PhoneNumber, PhoneNumbers } from './phone-numbers.ts'
import { keyText, type UniqueKey } from './unique-key.ts'

/** The fields that no two users of a pool may share. */
export type UniqueField = 'email' | 'phone' | 'username' | 'externalId' | 'identities'

/** A unique key and the field of the row that it comes from, so that a clash can be named where it stands. */
export type PlacedKey = { readonly field: UniqueField; readonly path: Path; readonly key: UniqueKey }

/** The numbering plan that applies to text without a country code. Without one, such text is no phone number. */
export type PhoneContext = {
  readonly phones: PhoneNumbers
  readonly phoneCountryCode: string | undefined
}

/** How usernames are compared in a pool. `ignoreCase`: upper and lower case alike, as `folded` says. */
export type UsernameRules = { readonly ignoreCase: boolean }

/** What a pool reads identifiers by, and makes their keys. */
export type IdentifierContext = PhoneContext & { readonly usernames: UsernameRules }

/** What of a user is unique, as far as it is given and well-formed. */
export type Identifiers = {
  readonly email?: Email
  readonly phone?: PhoneNumber
  readonly username?: Username
  readonly externalId?: ExternalId
}

type IdentityInIdp = Pick<LinkedIdentity, 'extIdpId' | 'type' | 'userIdInIdp'>

/** The keys a user holds, each with the field that it comes from. A malformed identity leaves a gap in its list. */
export const placedKeys = (
  identifiers: Identifiers,
  identities: readonly (IdentityInIdp | undefined)[],
  context: IdentifierContext,
): readonly PlacedKey[] => [
  ...identifierKeys(identifiers, context),
  ...identities.flatMap((identity, index): PlacedKey[] =>
    identity === undefined
      ? []
      : [{ field: 'identities', path: ['identities', index], key: identityKey(identity) }],
  ),
]

/** One person may well use an email as username too: such a key counts once. */
const identifierKeys = (
  { email, phone, username, externalId }: Identifiers,
  context: IdentifierContext,
): PlacedKey[] => {
  const placed: PlacedKey[] = []
  if (email) placed.push({ field: 'email', path: ['email'], key: login(email.canonical) })
  if (phone) placed.push({ field: 'phone', path: ['phone'], key: login(phone.e164) })
  if (username)
    for (const key of loginKeys(username.text, context))
      placed.push({ field: 'username', path: ['username'], key })
  if (externalId)
    placed.push({
      field: 'externalId',
      path: ['externalId'],
      key: { namespace: 'external', key: externalId },
    })
  return [...new Map(placed.toReversed().map((each) => [keyText(each.key), each])).values()].toReversed()
}

/**
 * The keys that a login text may stand for: an email, a phone number, a username, whichever it can be read as, each once.
 * A username holds every one of its readings, so no text can ever lead to two users.
 */
export const loginKeys = (
  text: string,
  { phones, phoneCountryCode, usernames }: IdentifierContext,
): readonly UniqueKey[] => {
  const keys: UniqueKey[] = []
  parseEmail(text, anyEmail).map((email) => keys.push(login(email.canonical)))
  parsePhone(text, phoneCountryCode, phones).map((phone) => keys.push(login(phone.e164)))
  parseUsername(text).map((username) => keys.push(login(usernameKey(username, usernames))))
  return [...new Map(keys.map((key) => [keyText(key), key])).values()]
}

/** What a username is compared by. */
export const usernameKey = ({ canonical }: Username, { ignoreCase }: UsernameRules): string =>
  ignoreCase ? folded(canonical) : canonical

const login = (key: string): UniqueKey => ({ namespace: 'login', key })
