import { folded, type CommonPasswords } from '@keepsake/domain'
import { dictionary } from '@zxcvbn-ts/language-common'
import { sayings } from './sayings.ts'

export type CommonPasswordsOptions = {
  /**
   * Further passwords to refuse, such as the lines of a file. The bundled list has 50 of fifteen characters or more.
   */
  readonly more?: Iterable<string>
}

/** Most texts are folded already, and checking that is far faster than folding. */
const isFolded = /^[ -@[-~]*$/u

/** The texts of the lists in the packages. They never change, so they are read once for all pools of a process. */
const bundled = (): ReadonlySet<string> => {
  read ??= new Set([...dictionary['passwords-common'], ...sayings].map(asCompared))
  return read
}

let read: ReadonlySet<string> | undefined

const asCompared = (text: string): string => (isFolded.test(text) ? text : folded(text))

/**
 * The 49,233 passwords most often seen in leaks, as zxcvbn-ts lists them, 17,950 of them with eight characters or more;
 * and `sayings`. They are held once for all pools of a process, as a set of folded texts: 6 MB of heap with the
 * package's own lists, 21 MB of memory while it is read, in 50 ms.
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
