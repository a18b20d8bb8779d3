import { folded, type CommonPasswords } from '@keepsake/domain'
import { dictionary } from '@zxcvbn-ts/language-common'
import { sayings } from './sayings.ts'

export type CommonPasswordsOptions = {
  /** Further passwords to refuse, such as the lines of a file. The bundled list has 50 of fifteen characters or more. */
  readonly more?: Iterable<string>
}

/** Most texts that are asked for are folded already, which takes far longer to do than to see. */
const isFolded = /^[ -@[-~]*$/u

/**
 * The 49,233 passwords most often seen in leaks, as zxcvbn-ts lists them, 17,950 of them of eight characters or more; and
 * `sayings`. Held as one set of folded texts: 6 MB of heap with the package's own lists, 21 MB of memory while it is read,
 * in 50 ms.
 */
export const openCommonPasswords = ({ more = [] }: CommonPasswordsOptions = {}): CommonPasswords => {
  const texts = new Set<string>()
  for (const list of [dictionary['passwords-common'], sayings, more])
    for (const text of list) texts.add(folded(text))
  return { has: (text) => texts.has(isFolded.test(text) ? text : folded(text)) }
}
