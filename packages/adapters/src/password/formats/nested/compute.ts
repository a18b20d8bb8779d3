import { digestOf, hmacOf } from '../digest/digest.ts'
import type { Steps } from '../iterated/slices.ts'
import { countParts, partsOf, type Expression, type HashExpression, type InputName } from './expression.ts'
import { readForm } from './forms.ts'

/** The inputs of a hash. An input that the hash does not use is not read. */
export type Inputs = Readonly<Record<Exclude<InputName, 'previous'>, Buffer>>

/** Whether the salt can be read in the form that the expression needs. */
export const canReadSalt = ({ start, step }: HashExpression, salt: Buffer): boolean =>
  isReadable(start, salt) && (step === undefined || isReadable(step.of, salt))

const isReadable = (expression: Expression, salt: Buffer): boolean =>
  expression.kind === 'form' && expression.form !== 'raw' && isSalt(expression.of)
    ? readForm(expression.form, salt) !== undefined
    : partsOf(expression).every((part) => isReadable(part, salt))

const isSalt = (each: Expression): boolean => each.kind === 'input' && each.name === 'salt'

/** This many digests take less than a millisecond. */
const atOnce = 64

/** Computes the digest of a hash, or the characters of it that are kept. */
export function* computeHash({ start, step, slice }: HashExpression, inputs: Inputs): Steps<Buffer> {
  let digest = digestIn(start, inputs)
  if (step !== undefined) {
    const often = Math.ceil(atOnce / countParts(step.of, isDigest))
    for (let time = 0; time < step.times; time += 1) {
      if (time % often === often - 1) yield
      digest = digestIn(step.of, inputs, digest)
    }
  }
  if (slice === undefined) return digest
  return Buffer.from(digest.toString('hex').slice(slice.from, slice.from + slice.length))
}

const isDigest = ({ kind }: Expression): boolean => kind === 'digest' || kind === 'hmac'

/** The bytes of a digest; no other expression has any. */
const digestIn = (expression: Expression, inputs: Inputs, previous?: Buffer): Buffer => {
  const textOf = (each: Expression): Buffer => textIn(each, inputs, previous)
  switch (expression.kind) {
    case 'digest':
      return digestOf(expression.digest, textOf(expression.of))
    case 'hmac':
      return hmacOf(expression.digest, textOf(expression.key), textOf(expression.of))
    case 'input':
      return previous ?? Buffer.alloc(0)
    default:
      return Buffer.alloc(0)
  }
}

const textIn = (expression: Expression, inputs: Inputs, previous: Buffer | undefined): Buffer => {
  switch (expression.kind) {
    case 'input':
      return expression.name === 'previous' ? inHex(previous) : inputs[expression.name]
    case 'text':
      return expression.bytes
    case 'join':
      return Buffer.concat(expression.parts.map((part) => textIn(part, inputs, previous)))
    case 'form':
      return inForm(expression, inputs, previous)
    default:
      return inHex(digestIn(expression, inputs, previous))
  }
}

const inHex = (digest: Buffer = Buffer.alloc(0)): Buffer => Buffer.from(digest.toString('hex'))

/** `raw` and `base64` of a digest use its bytes. */
const inForm = (
  { form, of }: Extract<Expression, { readonly kind: 'form' }>,
  inputs: Inputs,
  previous: Buffer | undefined,
): Buffer => {
  const isOfDigest = isDigest(of) || (of.kind === 'input' && of.name === 'previous')
  const text =
    isOfDigest && (form === 'raw' || form === 'base64')
      ? digestIn(of, inputs, previous)
      : textIn(of, inputs, previous)
  return form === 'raw' ? text : (readForm(form, text) ?? Buffer.alloc(0))
}
