import { folded, type CommonPasswords } from '@keepsake/domain'
import { dictionary } from '@zxcvbn-ts/language-common'

export type CommonPasswordsOptions = {
  /** Further passwords to refuse, such as the lines of a file. The bundled list has 50 of fifteen characters or more. */
  readonly more?: Iterable<string>
}

/**
 * The 49,233 passwords most often seen in leaks, as zxcvbn-ts lists them; 17,950 of them have eight characters or more.
 * Held as one set of folded texts: 6 MB of heap with the package's own lists, 21 MB of memory while it is read, in 50 ms.
 */
/** Most texts that are asked for are folded already, which takes far longer to do than to see. */
const isFolded = /^[ -@[-~]*$/u

/** What guides and comics print as good passwords, and every guesser has read. Separators do not count. */
const printed = [
  'correcthorsebatterystaple',
  'tr0ub4dor&3',
  'troubadour3',
  'd0g.....................',
  'thequickbrownfoxjumpsoverthelazydog',
  'thequickbrownfox',
  'maryhadalittlelamb',
  'tobeornottobethatisthequestion',
  'purplemonkeydishwasher',
  'maytheforcebewithyou',
  'ilovemywifeandkids',
]

export const openCommonPasswords = ({ more = [] }: CommonPasswordsOptions = {}): CommonPasswords => {
  const texts = new Set<string>()
  for (const list of [dictionary['passwords-common'], printed, more])
    for (const text of list) texts.add(folded(text))
  return { has: (text) => texts.has(isFolded.test(text) ? text : folded(text)) }
}
