import { dictionary } from '@zxcvbn-ts/language-common'
import { comparedForm } from './compared-form.ts'
import { knownPhrases } from './known-phrases.ts'

/**
 * The texts of the lists in the packages, as they are compared. They never change, so they are read once for all pools of a
 * process.
 */
export const bundledPasswords = (): ReadonlySet<string> => {
  read ??= new Set([...dictionary['passwords-common'], ...knownPhrases].map(comparedForm))
  return read
}

let read: ReadonlySet<string> | undefined
