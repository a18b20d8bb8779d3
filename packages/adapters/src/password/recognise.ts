import type { HashDetails, PasswordForm, PasswordHash, UnreadableHash } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { readFormatName, writeFormatName } from './formats/format-name.ts'
import { costOf, type HashFormat, type ReadHash } from './formats/hash-format.ts'

type Recognised = Result<PasswordHash, UnreadableHash>

/** Tells which format of the table a hash is of, or that it is of the one that is named, as `PasswordVerifier` says. */
export const recogniseHash = (
  encoded: string,
  format: string | undefined,
  details: HashDetails,
  formats: readonly HashFormat[],
): Recognised => {
  if (format === undefined) return byShape(encoded, formOf(details), formats)
  const name = readFormatName(format)
  const named = formats.find(({ id }) => id === name?.id)
  return recognised(encoded, { ...name?.form, ...formOf(details) }, named, named?.read(encoded))
}

const formOf = ({ prehash, encoding }: HashDetails): PasswordForm => ({
  ...(prehash === undefined ? {} : { prehash }),
  ...(encoding === undefined ? {} : { encoding }),
})

const byShape = (encoded: string, form: PasswordForm, formats: readonly HashFormat[]): Recognised => {
  const candidates = formats.flatMap((format) => {
    const hash = format.read(encoded)
    return hash === undefined ? [] : [{ format, hash }]
  })
  const [only] = candidates
  return candidates.length > 1 || only?.format.mustBeNamed === true
    ? err('ambiguous')
    : recognised(encoded, form, only?.format, only?.hash)
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

/** Whether passwords can be made into such bytes for a hash. */
export const takesForm = ({ utf8Only }: ReadHash, { encoding = 'utf-8' }: PasswordForm): boolean =>
  !utf8Only || encoding === 'utf-8'
