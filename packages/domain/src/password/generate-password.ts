import type { RandomBytes } from '../kernel/system.ts'
import { conceal } from '../kernel/secret.ts'
import type { CharacterClass, Composition } from './character-classes.ts'
import type { PasswordPolicy } from './password-policy.ts'
import type { PlainPassword } from './plain-password.ts'

/**
 * Characters that people can tell apart in every typeface and type on most keyboards. Left out are 0 O o, 1 I l and
 * signs that a shell, a URL or a mail client would change.
 */
const alphabets: Readonly<Record<CharacterClass, string>> = {
  lower: 'abcdefghijkmnpqrstuvwxyz',
  upper: 'ABCDEFGHJKLMNPQRSTUVWXYZ',
  digit: '23456789',
  symbol: '!#*+-.:=?@_',
  caseless: '天地人大小上下中山水火木金土日月',
}

/** The usual classes of a password, and the further classes in the order in which they are added. */
const usual: readonly CharacterClass[] = ['lower', 'upper', 'digit']
const further: readonly CharacterClass[] = ['symbol', 'caseless']

/** ASVS 5.0 (6.5.3 and 11.5.1) asks for 128 bits in a secret that protects by itself. */
const minBits = 128
/** 24 of the usual characters are 139 bits. */
const usualLength = 24
/** If a user's name occurs by chance, this leaves as many other characters as the policy asks for. */
const spare = 8

/**
 * Makes a password that nobody can guess and everybody can type, as the policy asks, with at least 128 bits from the
 * source. The characters that the policy asks for come first. Every other character is any of the alphabet. The order
 * is random.
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

/** One character of each kind if the number of kinds counts, because chance might leave a kind out. */
const askedOf = (
  name: CharacterClass,
  { minClasses, required }: Composition,
  classes: readonly CharacterClass[],
): number => Math.max(required[name] ?? 0, classes.indexOf(name) < minClasses ? 1 : 0)

/** How many characters are needed for the bits, besides those whose kind is fixed. */
const lengthFor = (asked: readonly string[], all: string): number => {
  const bits = asked.reduce((sum, alphabet) => sum + Math.log2([...alphabet].length), 0)
  return asked.length + Math.ceil(Math.max(0, minBits - bits) / Math.log2([...all].length))
}

/** A number below the limit, each equally likely. */
type Draw = (below: number) => number

/**
 * Reads bytes in bulk. Bytes beyond the last whole multiple of the limit are dropped: they would favour small numbers.
 */
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
