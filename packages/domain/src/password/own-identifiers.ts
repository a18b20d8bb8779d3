import type { Identifiers } from '../user/identifier/identifier-keys.ts'
import type { Profile, ProfileField } from '../user/profile/profile.ts'
import { backwards, inTwoLetters, separators, undisguised, withoutAccents } from './disguise.ts'
import { codePoints, folded } from '../kernel/folded.ts'

/** The profile fields that hold a name of the user, or that of the company. */
const names = [
  'name',
  'nickname',
  'givenName',
  'middleName',
  'familyName',
  'preferredUsername',
  'company',
] as const satisfies readonly ProfileField[]

/** What an attacker who knows the user would try first: every identifier and name, as text. */
export const ownIdentifiers = (user: Identifiers & { readonly profile: Profile }): readonly string[] =>
  [
    user.email?.address,
    user.phone?.e164,
    user.phone?.national,
    user.username?.text,
    user.externalId,
    ...namesIn(user.profile),
  ].filter((text) => text !== undefined)

/** No valid field is longer. To look for the words of a longer one would take as long as its sender likes. */
const longestGiven = 512

/** The same for a person who is not a user yet, from the given row: no field of it need be valid. */
export const givenIdentifiers = (given: GivenIdentifiers): readonly string[] =>
  [given.email, given.phone, given.username, given.externalId, ...namesIn(given)]
    .filter((text) => text !== undefined)
    .filter((text) => text.length <= longestGiven)

type GivenIdentifiers = Profile & { readonly [F in keyof Identifiers]?: string }

const namesIn = (profile: Profile): readonly (string | undefined)[] => names.map((name) => profile[name])

/** Shorter words are parts of other words by chance. */
const minWord = 4

/**
 * How many characters of a folded text come from identifiers, so that a person who knows the user knows these
 * characters. A word counts from four characters on. Words are an identifier as it is, an identifier without its
 * punctuation, each of its parts, and an email's local part. They also count backwards, without accents (`mueller` for
 * `Müller` too), with other separators, and with the usual digits and signs that stand for letters.
 */
export const knownLength = (text: string, identifiers: readonly string[]): number => {
  const plain = undisguised(withoutAccents(text))
  const words = new Set(identifiers.flatMap(wordsOf).flatMap((word) => [word, backwards(word)]))
  // The longest first: a part must not break up the whole.
  const inOrder = [...words].toSorted((one, other) => other.length - one.length)
  const dense = text.replaceAll(separators, '')
  return dense === text
    ? lengthOf(inOrder, plain)
    : Math.max(lengthOf(inOrder, plain), lengthOf(inOrder, undisguised(withoutAccents(dense))))
}

const lengthOf = (words: readonly string[], text: string): number => {
  const unknown = words.reduce<readonly string[]>(
    (rest, word) => rest.flatMap((piece) => piece.split(word)),
    [text],
  )
  return codePoints(text) - unknown.reduce((sum, piece) => sum + codePoints(piece), 0)
}

const wordsOf = (identifier: string): readonly string[] => {
  const plain = folded(identifier)
  return [...new Set([plain, inTwoLetters(plain)])].flatMap((text) => partsOf(withoutAccents(text)))
}

const partsOf = (whole: string): readonly string[] => {
  const local = whole.slice(0, Math.max(whole.lastIndexOf('@'), 0))
  return [whole, local]
    .flatMap((text) => [text, text.replaceAll(separators, ''), ...text.split(separators)])
    .filter((word) => codePoints(word) >= minWord)
    .map(undisguised)
}
