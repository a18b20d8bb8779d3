import type { Path } from '../../kernel/issue.ts'
import { folded } from '../../kernel/folded.ts'
import type { LinkedIdentity } from '../linked-identity/linked-identity.ts'
import { identityKey } from './identity-key.ts'
import { anyEmail, parseEmail, type Email } from './email.ts'
import { parsePhone, parseUsername, type ExternalId, type Username } from './identifiers.ts'
import type { PhoneNumber, PhoneNumbers } from './phone-numbers.ts'
import { isSameKey, keyText, type UniqueKey } from './unique-key.ts'

/** The fields that no two users of a pool may share. */
export type UniqueField = 'email' | 'phone' | 'username' | 'externalId' | 'identities' | 'userId'

/** A unique key and the field of the row that it comes from, so that a clash can be reported at that field. */
export type PlacedKey = { readonly field: UniqueField; readonly path: Path; readonly key: UniqueKey }

/** The numbering plan for texts without a country code. If there is no plan, such a text is no phone number. */
export type PhoneContext = {
  readonly phones: PhoneNumbers
  readonly phoneCountryCode: string | undefined
}

/** How usernames are compared in a pool. `ignoreCase`: upper and lower case are the same, as `folded` says. */
export type UsernameRules = { readonly ignoreCase: boolean }

/** How a pool reads identifiers and makes their keys. */
export type IdentifierContext = PhoneContext & { readonly usernames: UsernameRules }

/** The unique fields of a user, as far as they are given and well-formed. */
export type Identifiers = {
  readonly email?: Email
  readonly phone?: PhoneNumber
  readonly username?: Username
  readonly externalId?: ExternalId
}

type IdentityInIdp = Pick<LinkedIdentity, 'extIdpId' | 'type' | 'userIdInIdp'>

/** The keys of a user, each with the field that it comes from. A malformed identity leaves a gap in its list. */
export const placedKeys = (
  identifiers: Identifiers,
  identities: readonly (IdentityInIdp | undefined)[],
  context: IdentifierContext,
): readonly PlacedKey[] => {
  const placed = identifierKeys(identifiers, context)
  for (const [index, identity] of identities.entries())
    if (identity !== undefined)
      placed.push({ field: 'identities', path: ['identities', index], key: identityKey(identity) })
  return placed
}

/** A user may have an email as username too: such a key counts once. */
const identifierKeys = (
  { email, phone, username, externalId }: Identifiers,
  context: IdentifierContext,
): PlacedKey[] => {
  const placed: PlacedKey[] = []
  if (email) placed.push({ field: 'email', path: ['email'], key: login(email.canonical) })
  if (phone) placed.push({ field: 'phone', path: ['phone'], key: login(phone.e164) })
  if (username)
    for (const key of identifierKeysOf(username.text, context))
      placed.push({ field: 'username', path: ['username'], key })
  if (externalId)
    placed.push({
      field: 'externalId',
      path: ['externalId'],
      key: { namespace: 'external', key: externalId },
    })
  if (!placed.some(isRepeated)) return placed
  return [...new Map(placed.toReversed().map((each) => [keyText(each.key), each])).values()].toReversed()
}

const isRepeated = ({ key }: PlacedKey, at: number, all: readonly PlacedKey[]): boolean => {
  for (let other = at + 1; other < all.length; other += 1) if (isSameKey(key, all[other]!.key)) return true
  return false
}

/**
 * The keys that a login text may stand for: an email, a phone number, a username, in every way that it can be read,
 * each once. A username holds every one of its readings, so no text can ever lead to two users.
 */
export const identifierKeysOf = (
  text: string,
  { phones, phoneCountryCode, usernames }: IdentifierContext,
): readonly UniqueKey[] => {
  const email = parseEmail(text, anyEmail).unwrapOr(undefined)
  const phone = parsePhone(text, phoneCountryCode, phones).unwrapOr(undefined)
  const username = parseUsername(text).unwrapOr(undefined)
  const keys = new Set<string>()
  if (email) keys.add(email.canonical)
  if (phone) keys.add(phone.e164)
  if (username) keys.add(usernameKey(username, usernames))
  return [...keys].map(login)
}

/** The text by which a username is compared. */
export const usernameKey = ({ canonical }: Username, { ignoreCase }: UsernameRules): string =>
  ignoreCase ? folded(canonical) : canonical

const login = (key: string): UniqueKey => ({ namespace: 'login', key })
