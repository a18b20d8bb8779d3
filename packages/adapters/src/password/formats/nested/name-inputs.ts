import type { HashDetails, UnreadableHash } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { parseObject } from '../text/json.ts'
import { writeFields } from '../text/fields.ts'
import { isMadeOf } from './expression.ts'
import { parseExpression } from './parse-expression.ts'

/** Whether the name of a format is an expression. */
export const isExpression = (format: string): boolean => format.includes('(')

/**
 * Joins a hash with the expression of how it is made and with its inputs, as `nested-digest` reads them. If the salt is
 * not given separately, it follows the hash and a colon.
 */
export const nameInputs = (
  expression: string,
  encoded: string,
  { salt: given, username, parameters }: HashDetails,
): Result<string, UnreadableHash> => {
  const parsed = parseExpression(expression)
  if (parsed === undefined) return err('expression-malformed')
  if (parameters !== undefined) return err('parameters-not-taken')
  const isSalted = isMadeOf(parsed, 'salt')
  if (given !== undefined && !isSalted) return err('salt-not-taken')
  const [hash, salt] = isSalted && given === undefined ? parted(encoded) : [encoded, given]
  if (isSalted && salt === undefined) return err('salt-missing')
  const isNamed = isMadeOf(parsed, 'username')
  if (isNamed && username === undefined) return err('username-missing')
  return ok(
    writeFields(hash, { expression, ...(salt !== undefined && { salt }), ...(isNamed && { username }) }),
  )
}

/** A hash of hex or base64, and the part after the first colon. JSON contains its salt. */
const parted = (encoded: string): readonly [hash: string, salt: string | undefined] => {
  const fields = parseObject(encoded)
  if (fields !== undefined) return [encoded, typeof fields['salt'] === 'string' ? fields['salt'] : undefined]
  const at = encoded.indexOf(':')
  return at < 0 ? [encoded, undefined] : [encoded.slice(0, at), encoded.slice(at + 1)]
}
