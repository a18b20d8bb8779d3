import { issue, type Issue } from '../kernel/issue.ts'

/** The kinds of characters that a composition rule knows. Letters of scripts without case are `caseless`. */
export type CharacterClass = 'lower' | 'upper' | 'caseless' | 'digit' | 'symbol'

/** The kinds by Unicode's general categories. An accent by itself is none; a space or an emoji is a symbol. */
const patterns: Readonly<Record<CharacterClass, RegExp>> = {
  lower: /\p{Ll}/gu,
  upper: /[\p{Lu}\p{Lt}]/gu,
  caseless: /[\p{Lo}\p{Lm}]/gu,
  digit: /\p{N}/gu,
  symbol: /[^\p{L}\p{N}\p{M}]/gu,
}

/** The kinds of characters, in the order in which issues name them. */
export const characterClasses: readonly CharacterClass[] = Object.keys(patterns) as CharacterClass[]

/** Which characters a password must have. NIST SP 800-63B-4 forbids such rules; some pools are bound to one. */
export type Composition = {
  /** How many kinds must occur, whichever they are. */
  readonly minClasses: number
  /** How many characters of a kind there must be. */
  readonly required: Readonly<Partial<Record<CharacterClass, number>>>
}

/** What a text lacks for a composition: every kind of which it has too few, and whether it has too few kinds. */
export const checkComposition = (text: string, { minClasses, required }: Composition): readonly Issue[] => {
  const counts = characterClasses.map((name) => ({ name, count: [...text.matchAll(patterns[name])].length }))
  const lacking = counts.flatMap(({ name, count }) => {
    const min = required[name] ?? 0
    return count < min ? [issue('password.lacks_character_class', [], { class: name, min })] : []
  })
  return counts.filter(({ count }) => count > 0).length < minClasses
    ? [...lacking, issue('password.too_few_character_classes', [], { min: minClasses })]
    : lacking
}
