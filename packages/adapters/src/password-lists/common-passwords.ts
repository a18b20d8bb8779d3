import type { CommonPasswords } from '@keepsake/domain'
import { usePeer } from '../peer.ts'
import { comparedForm } from './compared-form.ts'

export type CommonPasswordsOptions = {
  /**
   * Further passwords to refuse, such as the lines of a file. The bundled list has 50 of fifteen characters or more.
   */
  readonly more?: Iterable<string>
}

/**
 * The 49,233 passwords most often seen in leaks, as zxcvbn-ts lists them, 17,950 of them with eight characters or more;
 * and `knownPhrases`. They are held once for all pools of a process, as a set of folded texts: 6 MB of heap with the
 * package's own lists, 21 MB of memory while it is read, in 50 ms. Rejects with a configuration error if
 * `@zxcvbn-ts/language-common`, an optional peer, is not installed.
 */
export const openCommonPasswords = async ({
  more = [],
}: CommonPasswordsOptions = {}): Promise<CommonPasswords> => {
  const { bundledPasswords } = await usePeer(
    '@zxcvbn-ts/language-common',
    () => import('./bundled-passwords.ts'),
  )
  const listed = bundledPasswords()
  const further = new Set([...more].map(comparedForm))
  return {
    has: (text) => {
      const compared = comparedForm(text)
      return listed.has(compared) || further.has(compared)
    },
  }
}
