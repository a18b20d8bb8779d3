import { countParts, isMadeOf, partsOf, sizeOf, type Expression, type HashExpression } from './expression.ts'
import { readForm } from './forms.ts'

/**
 * Whether an expression can say how a password is hashed: every value is a digest, the password is an input, a previous
 * value occurs only in a step, and no text is read back except the salt and a text of its own.
 */
export const isSound = (hash: HashExpression): boolean => {
  const { start, step, slice } = hash
  const values = step === undefined ? [start] : [start, step.of]
  return (
    values.every(({ kind }) => kind === 'digest' || kind === 'hmac') &&
    values.every(readsWhatIsKnown) &&
    isMadeOf(hash, 'password') &&
    countParts(start, isPrevious) === 0 &&
    (step === undefined || (step.times > 0 && countParts(step.of, isPrevious) > 0)) &&
    (slice === undefined || isSlice(slice, sizeOf({ start, ...(step && { step }) })))
  )
}

/** Many passwords would have the same shorter slice. In hex, 16 characters are 64 bits. */
const shortestSlice = 16

const isSlice = (
  { from, length }: { readonly from: number; readonly length: number },
  bytes: number,
): boolean => length >= shortestSlice && from + length <= 2 * bytes

const isPrevious = (each: Expression): boolean => each.kind === 'input' && each.name === 'previous'

/** A password that is not hex would have no hash at all, and an attacker could see that. */
const readsWhatIsKnown = (expression: Expression): boolean =>
  expression.kind === 'form' && (expression.form === 'unhex' || expression.form === 'unbase64')
    ? isSalt(expression.of) || isReadable(expression.of, expression.form)
    : partsOf(expression).every(readsWhatIsKnown)

const isSalt = (each: Expression): boolean => each.kind === 'input' && each.name === 'salt'

const isReadable = (each: Expression, form: 'unhex' | 'unbase64'): boolean =>
  each.kind === 'text' && readForm(form, each.bytes) !== undefined
