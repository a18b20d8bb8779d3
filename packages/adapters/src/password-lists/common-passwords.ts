import { folded, type CommonPasswords } from '@keepsake/domain'
import { dictionary } from '@zxcvbn-ts/language-common'

export type CommonPasswordsOptions = {
  /** Further passwords to refuse, such as the lines of a file. The bundled list has 50 of fifteen characters or more. */
  readonly more?: Iterable<string>
}

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

/** The texts of the lists that come with the package. They never change, so they are read once for all pools of a process. */
const bundled = (): ReadonlySet<string> => {
  read ??= new Set([...dictionary['passwords-common'], ...printed].map(asCompared))
  return read
}

let read: ReadonlySet<string> | undefined

const asCompared = (text: string): string => (isFolded.test(text) ? text : folded(text))

/**
 * The 49,233 passwords most often seen in leaks, as zxcvbn-ts lists them; 17,950 of them have eight characters or more.
 * Held once for all pools of a process, as a set of folded texts: 6 MB of heap with the package's own lists, 21 MB of memory
 * while it is read, in 50 ms.
 */
export const openCommonPasswords = ({ more = [] }: CommonPasswordsOptions = {}): CommonPasswords => {
  const listed = bundled()
  const further = new Set([...more].map(asCompared))
  return {
    has: (text) => {
      const compared = asCompared(text)
      return listed.has(compared) || further.has(compared)
    },
  }
}
