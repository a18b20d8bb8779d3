import { folded } from '@keepsake/domain'

/** Most texts are folded already, and checking that is far faster than folding. */
const isFolded = /^[ -@[-~]*$/u

/** The form in which a password and the texts of the lists are compared. */
export const comparedForm = (text: string): string => (isFolded.test(text) ? text : folded(text))
