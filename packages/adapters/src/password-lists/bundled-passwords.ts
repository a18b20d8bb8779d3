import { dictionary } from '@zxcvbn-ts/language-common'
import { asCompared } from './as-compared.ts'
import { sayings } from './sayings.ts'

/**
 * The texts of the lists in the packages, as they are compared. They never change, so they are read once for all pools of a
 * process.
 */
export const bundledPasswords = (): ReadonlySet<string> => {
  read ??= new Set([...dictionary['passwords-common'], ...sayings].map(asCompared))
  return read
}

let read: ReadonlySet<string> | undefined
