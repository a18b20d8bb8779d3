import { digestBytes, type Digest } from '../digest/digest.ts'

/** The inputs of an expression. `previous` is the value before this one, in a step that is repeated. */
export type InputName = 'password' | 'salt' | 'username' | 'previous'

/** The form in which a value is written or read. */
export type Form = 'raw' | 'base64' | 'upper' | 'lower' | 'utf16le' | 'unhex' | 'unbase64'

/**
 * How a text is made from a password, as data. A digest goes into another digest in hex, unless a form says otherwise.
 */
export type Expression =
  | { readonly kind: 'input'; readonly name: InputName }
  | { readonly kind: 'text'; readonly bytes: Buffer }
  | { readonly kind: 'join'; readonly parts: readonly Expression[] }
  | { readonly kind: 'digest'; readonly digest: Digest; readonly of: Expression }
  | { readonly kind: 'hmac'; readonly digest: Digest; readonly key: Expression; readonly of: Expression }
  | { readonly kind: 'form'; readonly form: Form; readonly of: Expression }

/**
 * How a hash is made: one value, or a first value and a step that is repeated. A slice of it may be all that is kept.
 */
export type HashExpression = {
  readonly start: Expression
  readonly step?: { readonly times: number; readonly of: Expression }
  /** Characters of the digest in hex. */
  readonly slice?: { readonly from: number; readonly length: number }
}

/** The parts of an expression, one level down. */
export const partsOf = (expression: Expression): readonly Expression[] => {
  switch (expression.kind) {
    case 'input':
    case 'text':
      return []
    case 'join':
      return expression.parts
    case 'hmac':
      return [expression.key, expression.of]
    default:
      return [expression.of]
  }
}

/** How many parts of an expression, at any depth, match. */
export const countParts = (expression: Expression, such: (each: Expression) => boolean): number =>
  partsOf(expression).reduce((sum, part) => sum + countParts(part, such), such(expression) ? 1 : 0)

/** The same for everything that makes a hash. A repeated part counts each time. */
export const countAll = ({ start, step }: HashExpression, such: (each: Expression) => boolean): number =>
  countParts(start, such) + (step === undefined ? 0 : step.times * countParts(step.of, such))

/** Whether a hash is made from characters and not from bytes, so that the password has to be UTF-8. */
export const readsCharacters = (hash: HashExpression): boolean =>
  countAll(hash, (each) => each.kind === 'form' && (each.form === 'lower' || each.form === 'utf16le')) > 0

/** The size of the digest in bytes, or the number of its characters that are kept. */
export const sizeOf = ({ start, step, slice }: HashExpression): number => {
  const value = step?.of ?? start
  if (slice !== undefined) return slice.length
  return 'digest' in value ? digestBytes[value.digest] : 0
}

/** Whether a hash uses an input. */
export const isMadeOf = (hash: HashExpression, name: InputName): boolean =>
  countAll(hash, (each) => each.kind === 'input' && each.name === name) > 0
