import type { RandomBytes } from '../kernel/sources.ts'
import { conceal } from '../kernel/secret.ts'
import type { CharacterClass, Composition } from './character-classes.ts'
import type { PasswordPolicy } from './password-policy.ts'
import type { PlainPassword } from './plain-password.ts'

/**
 * Characters that people can tell apart in every typeface and type on most keyboards: without 0 O o, 1 I l and signs
 * that a shell, a URL or a mail client would eat.
 */
const alphabets: Readonly<Record<CharacterClass, string>> = {
  lower: 'abcdefghijkmnpqrstuvwxyz',
  upper: 'ABCDEFGHJKLMNPQRSTUVWXYZ',
  digit: '23456789',
  symbol: '!#*+-.:=?@_',
  caseless: '天地人大小上下中山水火木金土日月',
}

/** What a password is made of where nothing else is asked for, and what else there is, in the order of its being added. */
const usual: readonly CharacterClass[] = ['lower', 'upper', 'digit']
const further: readonly CharacterClass[] = ['symbol', 'caseless']

/** ASVS 5.0 (6.5.3 and 11.5.1) asks for 128 bits of a secret that stands by itself. */
const minBits = 128
/** 24 of the usual characters are 139 bits. */
const usualLength = 24
/** So that a user's name, should it come up by chance, leaves as many other characters as the policy asks for. */
const spare = 8

/**
 * Makes a password that nobody can guess and everybody can type, with at least 128 bits from the source, as the policy
 * asks. What the policy asks for comes first; every other character is any of the alphabet; the order is by chance.
 */
export const generatePassword = (
  randomBytes: RandomBytes,
  { minLength, maxLength, composition }: Pick<PasswordPolicy, 'minLength' | 'maxLength' | 'composition'>,
): PlainPassword => {
  const draw = drawer(randomBytes)
  const classes = classesFor(composition)
  const all = classes.map((name) => alphabets[name]).join('')
  const asked = classes.flatMap((name) =>
    Array.from({ length: askedOf(name, composition, classes) }, () => alphabets[name]),
  )
  const enough = Math.max(usualLength, minLength + spare, lengthFor(asked, all))
  const rest = Array.from({ length: Math.max(0, Math.min(maxLength, enough) - asked.length) }, () => all)
  const characters = [...asked, ...rest].map((alphabet) => [...alphabet][draw([...alphabet].length)] ?? '')
  return conceal(shuffled(characters, draw).join('')) as PlainPassword
}

const classesFor = ({ minClasses, required }: Composition): readonly CharacterClass[] => {
  const wanted = [...usual, ...further.filter((name) => (required[name] ?? 0) > 0)]
  const others = further.filter((name) => !wanted.includes(name))
  return [...wanted, ...others.slice(0, Math.max(0, minClasses - wanted.length))]
}

/** One of a kind where the number of kinds counts, for chance might leave it out. */
const askedOf = (
  name: CharacterClass,
  { minClasses, required }: Composition,
  classes: readonly CharacterClass[],
): number => Math.max(required[name] ?? 0, classes.indexOf(name) < minClasses ? 1 : 0)

/** How many characters make up the bits, given those of which the kind is fixed. */
const lengthFor = (asked: readonly string[], all: string): number => {
  const bits = asked.reduce((sum, alphabet) => sum + Math.log2([...alphabet].length), 0)
  return asked.length + Math.ceil(Math.max(0, minBits - bits) / Math.log2([...all].length))
}

/** A number below the limit, each equally likely. */
type Draw = (below: number) => number

/** Takes bytes in bulk. Those beyond the last whole multiple of the limit are dropped: taking them would favour small numbers. */
const drawer = (randomBytes: RandomBytes): Draw => {
  let bytes: Iterator<number> = [].values()
  const next = (): number => {
    const { value, done } = bytes.next()
    if (done !== true) return value
    bytes = randomBytes(64).values()
    return next()
  }
  return (below) => {
    const fair = 256 - (256 % below)
    let byte = next()
    while (byte >= fair) byte = next()
    return byte % below
  }
}

/** Fisher and Yates' shuffle: every order is equally likely. */
const shuffled = (characters: readonly string[], draw: Draw): readonly string[] => {
  const order = [...characters]
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = draw(last + 1)
    ;[order[last], order[other]] = [order[other] ?? '', order[last] ?? '']
  }
  return order
}
