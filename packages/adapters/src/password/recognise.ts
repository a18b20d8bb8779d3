import type { HashDetails, PasswordForm, PasswordHash, UnreadableHash } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { PossibleFormats } from './formats/by-mark.ts'
import { readFormatName, writeFormatName } from './formats/format-name.ts'
import { costOf, type HashFormat, type ReadHash } from './formats/hash-format.ts'
import { isExpression, nameInputs } from './formats/nested/name-inputs.ts'
import { formatOf } from './formats/systems.ts'
import { writeFields } from './formats/text/fields.ts'
import { unwrapOnce } from './formats/wrappers/unwrap.ts'
import type { Unwrapped } from './formats/wrappers/unwrapped.ts'

type Recognised = Result<PasswordHash, UnreadableHash>

/** The table of formats as hashes are recognised by it: which ones a text may have, and the one of a name. */
export type FormatTable = {
  readonly possible: PossibleFormats
  readonly find: (id: string) => HashFormat | undefined
}

/**
 * Tells which format of the table a hash has, or checks that it has the format that is named, as `PasswordVerifier`
 * says.
 */
export const recogniseHash = (
  encoded: string,
  said: string | undefined,
  details: HashDetails,
  table: FormatTable,
): Recognised => unwrapping(encoded, said && formatOf(said), details, table, maxWrappers)

/** For example Spring Security's around an LDAP directory's around another name. */
const maxWrappers = 3

/** A text that cannot be read as it is may have something from its system around it. */
const unwrapping = (
  encoded: string,
  said: string | undefined,
  details: HashDetails,
  table: FormatTable,
  left: number,
): Recognised => {
  const found = said === undefined ? byShape(encoded, details, table) : asSaid(encoded, said, details, table)
  const isOurs = said?.startsWith('custom:') === true
  const inner =
    found.isErr() && found.error === 'unknown' && left > 0 && !isOurs ? unwrapOnce(encoded) : undefined
  if (inner === undefined || contradicts(inner, said, details)) return found
  const { prehash = details.prehash, format = said } = inner
  return unwrapping(inner.encoded, format, { ...details, ...(prehash && { prehash }) }, table, left - 1)
}

const contradicts = (
  { format, prehash }: Unwrapped,
  said: string | undefined,
  { prehash: given = 'none' }: HashDetails,
): boolean =>
  (format !== undefined && said !== undefined && said !== format) ||
  (prehash !== undefined && given !== 'none')

const asSaid = (encoded: string, format: string, details: HashDetails, table: FormatTable): Recognised => {
  const isNested = isExpression(format)
  const name = readFormatName(isNested ? 'nested-digest' : format)
  const named = name && table.find(name.id)
  if (!isNested && named === undefined) return err('format-unknown')
  const whole = isNested ? nameInputs(format, encoded, details) : withFields(encoded, details, named)
  return whole.andThen((text) =>
    recognised(text, { ...name?.form, ...formOf(details) }, named, named?.read(text)),
  )
}

const formOf = ({ prehash, encoding }: HashDetails): PasswordForm => ({
  ...(prehash === undefined ? {} : { prehash }),
  ...(encoding === undefined ? {} : { encoding }),
})

/** The hash with the values beside it, for a format that has a place for them. */
const withFields = (
  encoded: string,
  { salt, parameters = {}, username }: HashDetails,
  { fields }: Pick<HashFormat, 'fields'> = {},
): Result<string, UnreadableHash> => {
  if (salt !== undefined && fields?.salt !== true) return err('salt-not-taken')
  const isKnown = (name: string): boolean => fields?.parameters?.includes(name) === true
  if (!Object.keys(parameters).every(isKnown)) return err('parameters-not-taken')
  if (fields?.username === true && username === undefined) return err('username-missing')
  const beside = {
    ...parameters,
    ...(salt !== undefined && { salt }),
    ...(fields?.username === true && { username }),
  }
  return ok(Object.keys(beside).length === 0 ? encoded : writeFields(encoded, beside))
}

const byShape = (encoded: string, details: HashDetails, { possible }: FormatTable): Recognised => {
  const candidates = possible(encoded).flatMap((format) => {
    const hash = format.isDisguised ? undefined : format.read(encoded)
    return hash === undefined ? [] : [{ format, hash }]
  })
  const [only] = candidates
  return candidates.length > 1 || only?.format.mustBeNamed === true
    ? err('ambiguous')
    : withFields(encoded, details, only?.format).andThen(() =>
        recognised(encoded, formOf(details), only?.format, only?.hash),
      )
}

const recognised = (
  encoded: string,
  form: PasswordForm,
  format: HashFormat | undefined,
  hash: ReadHash | undefined,
): Recognised => {
  if (format === undefined || hash === undefined) return err('unknown')
  if (!takesForm(hash, form)) return err('encoding-not-taken')
  if (hash.tooCostly) return err('too-costly')
  return ok({ format: writeFormatName({ id: format.id, form }), cost: costOf(hash), encoded })
}

/** Whether passwords can be turned into such bytes for a hash. */
export const takesForm = ({ utf8Only }: ReadHash, { encoding = 'utf-8' }: PasswordForm): boolean =>
  !utf8Only || encoding === 'utf-8'
