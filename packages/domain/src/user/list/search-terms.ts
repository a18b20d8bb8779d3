import { folded } from '../../kernel/folded.ts'
import type { User } from '../user.ts'

/** The fields in which every word may be the beginning of a search term. */
const nameFields = ['name', 'nickname', 'givenName', 'familyName'] as const

/** In characters: as long as a username or external id may be. A search text is cut at the same length. */
const maxTerm = 256
/** This much of a text is read, because characters that are folded away take room as well. */
const maxLooked = 16 * maxTerm
/** The number of words of one name that begin a term. No user has more, and each is a row in an index. */
const maxWords = 8

/**
 * Accents and other marks that belong to no single script. In a script that writes its vowels as marks, such marks are
 * letters.
 */
const accents = /[\p{M}&&[\p{Script=Inherited}]]/gv

/** White space, hyphens and brackets: people put them between the parts of names and numbers, each in their own way. */
const separators = /[\s\p{Pd}\p{Ps}\p{Pe}]/gv
const asciiSeparators = /[\s\-()[\]{}]/gu

/**
 * What a search text searches for: a beginning of terms, in their folded form. Case, width, accents, white space,
 * hyphens and brackets do not count. Empty if nothing is left of the text.
 */
export const searchPrefix = (given: string): string => {
  const text = given.slice(0, maxLooked)
  const bare = isPlain(text)
    ? text.toLowerCase().replaceAll(asciiSeparators, '')
    : folded(text.normalize('NFKD').replaceAll(accents, '')).replaceAll(separators, '')
  return bare.length <= maxTerm ? bare : [...bare].slice(0, maxTerm).join('')
}

/**
 * Most texts are ASCII or Chinese. These have no marks, no other forms and, except for the Latin letters, no case, so
 * Unicode's rules leave them as they are.
 */
const isPlain = (text: string): boolean => /^[\u0000-\u007f\u4e00-\u9fff]*$/u.test(text)

/**
 * The texts by which a user is found, each folded, none of them the beginning of another. A search finds the user if
 * one of them begins with its `searchPrefix`. The texts are the whole identifiers, phone numbers with and without their
 * country code, and names from each of their words on, so that a search for a family name finds the user.
 */
export const searchTerms = ({ username, email, phone, externalId, profile }: User): readonly string[] => {
  const identifiers = [
    username?.text,
    email?.address,
    email?.canonical,
    phone?.e164,
    phone?.national,
    externalId,
  ]
  const names = nameFields.flatMap((field) => fromEachWord(profile[field] ?? ''))
  return longest([...identifiers, ...names].map((text) => searchPrefix(text ?? '')))
}

/**
 * Leaves out a term that is the beginning of another one: a search that finds the first finds the other too. In sorted
 * order, the shorter one comes right before the longer one.
 */
const longest = (terms: readonly string[]): readonly string[] => {
  const inOrder = [...new Set(terms)].toSorted()
  return inOrder.filter((term, index) => term !== '' && inOrder[index + 1]?.startsWith(term) !== true)
}

const fromEachWord = (name: string): readonly string[] => {
  if (isOneWord.test(name)) return [name]
  const words = name.split(/[\s\p{Pd}]+/v).filter((word) => word !== '')
  return words.slice(0, maxWords).map((_, index) => words.slice(index).join(' '))
}

const isOneWord = /^[A-Za-z0-9\u4e00-\u9fff]+$/u
