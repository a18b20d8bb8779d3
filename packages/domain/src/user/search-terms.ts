import { folded } from '../password/folded.ts'
import type { User } from './user.ts'

/** The fields whose every word may begin what is searched for. */
const nameFields = ['name', 'nickname', 'givenName', 'familyName'] as const

/** In characters: as long as a username or external id may be. What is searched for is cut alike. */
const maxTerm = 256
/** As much of a text as is looked at: what is folded away takes room as well. */
const maxLooked = 16 * maxTerm
/** The words of one name that begin a term. Nobody has more, and each is a row of somebody's index. */
const maxWords = 8

/** Accents and other marks that belong to no one script. Those of a script that writes its vowels so are letters. */
const accents = /[\p{M}&&[\p{Script=Inherited}]]/gv

/** White space, hyphens and brackets: what people put between the parts of names and numbers, each in their own way. */
const separators = /[\s\p{Pd}\p{Ps}\p{Pe}]/gv
const asciiSeparators = /[\s\-()[\]{}]/gu

/**
 * What a search text looks for: a beginning of terms, in their folded form. Case, width, accents, white space, hyphens
 * and brackets do not count. Empty where nothing is left of the text.
 */
export const searchPrefix = (given: string): string => {
  const text = given.slice(0, maxLooked)
  const bare = isAscii(text)
    ? text.toLowerCase().replaceAll(asciiSeparators, '')
    : folded(text.normalize('NFKD').replaceAll(accents, '')).replaceAll(separators, '')
  return bare.length <= maxTerm ? bare : [...bare].slice(0, maxTerm).join('')
}

/** Most texts are, and all that Unicode asks of the others leaves them as they are. */
const isAscii = (text: string): boolean => /^[\u0000-\u007f]*$/u.test(text)

/**
 * The texts that a user is found by, each folded, none of them the beginning of another: a search finds the user where one
 * of them begins with its `searchPrefix`. They are the identifiers as a whole, phone numbers with and without their country code, and names from
 * each of their words on, so that a family name finds its bearer.
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

/** Leaves out what begins another one: whatever finds it finds that one too. In their order, such a one comes right before. */
const longest = (terms: readonly string[]): readonly string[] => {
  const inOrder = [...new Set(terms)].toSorted()
  return inOrder.filter((term, index) => term !== '' && inOrder[index + 1]?.startsWith(term) !== true)
}

const fromEachWord = (name: string): readonly string[] => {
  const words = name.split(/[\s\p{Pd}]+/v).filter((word) => word !== '')
  return words.slice(0, maxWords).map((_, index) => words.slice(index).join(' '))
}
