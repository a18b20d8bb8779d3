import { decodeDigest } from '../text/base64.ts'
import { hasOnly, parseObject, textIn } from '../text/json.ts'
import { canReadSalt, type Inputs } from './compute.ts'
import { isMadeOf, sizeOf, type HashExpression } from './expression.ts'
import { parseExpression } from './parse-expression.ts'

/** A hash, with how it is made. */
export type NestedHash = {
  readonly text: string
  readonly expression: HashExpression
  readonly inputs: Omit<Inputs, 'password'>
  /** The digest, or the characters of it that are kept. */
  readonly kept: Buffer
}

/** Reads `{"expression","hash","salt","username"}`: an input that the hash does not use must be absent. */
export const parseNestedHash = (encoded: string): NestedHash | undefined => {
  const fields = parseObject(encoded)
  const [text, hash] = [textIn(fields, 'expression'), textIn(fields, 'hash')]
  const expression = text === undefined ? undefined : parseExpression(text)
  if (fields === undefined || text === undefined || expression === undefined || hash === undefined)
    return undefined
  if (!hasOnly(fields, ['expression', 'hash', 'salt', 'username'])) return undefined
  const isComplete = (['salt', 'username'] as const).every((name) => {
    const value = textIn(fields, name)
    return isMadeOf(expression, name) ? isInput(value) : fields[name] === undefined
  })
  const inputs = { salt: bytesIn(fields['salt']), username: bytesIn(fields['username']) }
  const kept = keptIn(hash, expression)
  return isComplete && kept !== undefined && canReadSalt(expression, inputs.salt)
    ? { text, expression, inputs, kept }
    : undefined
}

const isInput = (value: string | undefined): boolean =>
  value !== undefined && value.length > 0 && value.length <= 256

const bytesIn = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : '')

const keptIn = (hash: string, expression: HashExpression): Buffer | undefined => {
  const size = sizeOf(expression)
  if (expression.slice === undefined) return decodeDigest(hash, size)
  return hash.length === size && /^[0-9a-f]+$/iu.test(hash) ? Buffer.from(hash.toLowerCase()) : undefined
}
