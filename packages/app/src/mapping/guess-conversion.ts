import { momentOf } from '@keepsake/domain/rules'
import { textOf } from './convert.ts'
import { readForm } from './date-form.ts'
import type { Conversion, MappedConstant } from './mapping.ts'

/** What values of a path need to become a field. `unclear`: they may mean two things. `unfit`: they are not such a field. */
export type GuessedConversion =
  | { readonly kind: 'as'; readonly as?: Conversion }
  | { readonly kind: 'unclear'; readonly says: string }
  | { readonly kind: 'unfit' }

const plain: GuessedConversion = { kind: 'as' }
const unfit: GuessedConversion = { kind: 'unfit' }

/** Guesses what the values of a path need to become a field. */
export const guessConversion = (
  field: string,
  path: string,
  values: readonly unknown[],
): GuessedConversion => {
  const texts = values.flatMap((value) => textOf(value)?.trim() ?? [])
  const isScalar = texts.length === values.length
  switch (field) {
    case 'email':
      return isScalar && most(texts, /^[^@\s]+@[^@\s]+$/u) ? plain : unfit
    case 'phone':
      return isScalar && most(texts, /^[+(\d][\d\s().\-/]{4,}$/u) ? asText(values) : unfit
    case 'emailVerified':
    case 'phoneVerified':
      return flagOrTime(texts, values)
    case 'gender':
      return isScalar ? guessEnum(texts, genders) : unfit
    case 'status':
      return isScalar ? guessStatus(path, texts) : unfit
    case 'birthdate':
      return isScalar ? guessDay(texts) : unfit
    case 'createdAt':
    case 'passwordSetAt':
    case 'lastSignInAt':
      return isScalar ? guessTime(texts) : unfit
    case 'signInsCount':
      return isScalar && all(texts, /^\d+$/u) ? { kind: 'as', as: 'number' } : unfit
    case 'photo':
    case 'website':
      return isScalar && most(texts, /^https?:\/\//iu) ? plain : unfit
    case 'departmentIds':
    case 'tenantIds':
      return guessList(values, texts)
    default:
      return isScalar ? asText(values) : unfit
  }
}

const all = (texts: readonly string[], pattern: RegExp): boolean =>
  texts.length > 0 && texts.every((text) => pattern.test(text))

/** A few values may be wrong. */
const most = (texts: readonly string[], pattern: RegExp): boolean =>
  texts.length > 0 && texts.filter((text) => pattern.test(text)).length >= texts.length * 0.8

const asText = (values: readonly unknown[]): GuessedConversion =>
  values.some((value) => typeof value !== 'string') ? { kind: 'as', as: 'text' } : plain

/** A time of verification says that it was verified, but a conversion cannot say so. */
const flagOrTime = (texts: readonly string[], values: readonly unknown[]): GuessedConversion => {
  if (!all(texts, /^(?:true|false|t|f|yes|no|y|n|0|1|on|off)$/iu) || texts.length !== values.length)
    return unfit
  return values.every((value) => typeof value === 'boolean') ? plain : { kind: 'as', as: 'flag' }
}

const genders: Readonly<Record<string, string>> = {
  m: 'M',
  male: 'M',
  man: 'M',
  男: 'M',
  f: 'W',
  w: 'W',
  female: 'W',
  woman: 'W',
  女: 'W',
  u: 'U',
  unknown: 'U',
  other: 'U',
  未知: 'U',
}

const statuses: Readonly<Record<string, string>> = {
  activated: 'Activated',
  active: 'Activated',
  enabled: 'Activated',
  confirmed: 'Activated',
  ok: 'Activated',
  normal: 'Activated',
  正常: 'Activated',
  suspended: 'Suspended',
  blocked: 'Suspended',
  banned: 'Suspended',
  disabled: 'Suspended',
  locked: 'Suspended',
  inactive: 'Deactivated',
  deactivated: 'Deactivated',
  pending: 'Deactivated',
  停用: 'Suspended',
  禁用: 'Deactivated',
  archived: 'Archived',
  deleted: 'Archived',
  resigned: 'Resigned',
}

/** A value for each text that was seen. If one of them is not known, somebody must say what it means. */
const guessEnum = (texts: readonly string[], known: Readonly<Record<string, string>>): GuessedConversion => {
  const seen = [...new Set(texts)]
  if (seen.length === 0 || seen.length > 20) return unfit
  const pairs = seen.map((text) => [text, known[text.toLowerCase()]] as const)
  const unknown = pairs.filter(([, value]) => value === undefined).map(([text]) => text)
  if (unknown.length > 0) return { kind: 'unclear', says: `what ${unknown.slice(0, 3).join(', ')} means` }
  if (pairs.every(([text, value]) => text === value)) return plain
  return { kind: 'as', as: { enum: Object.fromEntries(pairs) as Readonly<Record<string, MappedConstant>> } }
}

/** A flag means the one or the other by the name of its path. */
const guessStatus = (path: string, texts: readonly string[]): GuessedConversion => {
  if (!all(texts, /^(?:true|false|t|f|yes|no|0|1)$/iu)) return guessEnum(texts, statuses)
  const isOff = /disabled|blocked|banned|suspended|deleted|locked/iu.test(path)
  const isOn = /active|enabled/iu.test(path)
  if (isOff === isOn) return { kind: 'unclear', says: 'whether yes means that a user may sign in' }
  const value = (text: string): string =>
    /^(?:true|t|yes|1)$/iu.test(text) === isOn ? 'Activated' : 'Suspended'
  const seen = new Set(texts.flatMap((text) => (/^[01]$/u.test(text) ? ['0', '1'] : [text])))
  const given = [...seen].some((text) => /^(?:true|false)$/u.test(text))
    ? [...seen, 'true', 'false']
    : [...seen]
  return { kind: 'as', as: { enum: Object.fromEntries(given.map((text) => [text, value(text)])) } }
}

const days = [
  'YYYY-MM-DD',
  'YYYY/MM/DD',
  'DD.MM.YYYY',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD-MM-YYYY',
  'MM-DD-YYYY',
  'DD MMM YYYY',
]

const fits = (form: string, texts: readonly string[]): boolean => {
  const read = readForm(form)
  return texts.length > 0 && texts.every((text) => read?.(text) !== undefined)
}

const guessDay = (texts: readonly string[]): GuessedConversion => {
  if (all(texts, /^\d{4}-\d\d-\d\d$/u)) return plain
  const found = days.filter((form) => fits(form, texts))
  const times = timeForms.filter((form) => fits(form, texts))
  if (found.length === 0 && times[0] !== undefined) return { kind: 'as', as: { date: times[0] } }
  return oneForm(found, (form) => ({ date: form }))
}

const timeForms = [
  'YYYY-MM-DD HH:mm:ss',
  'YYYY-MM-DD HH:mm:ss.SSS',
  'YYYY-MM-DD HH:mm:ssZ',
  'YYYY-MM-DD HH:mm:ss.SSSZ',
  'YYYY/MM/DD HH:mm:ss',
  'YYYY-MM-DD HH:mm',
  'DD.MM.YYYY HH:mm:ss',
  'DD.MM.YYYY HH:mm',
  'DD/MM/YYYY HH:mm:ss',
  'MM/DD/YYYY HH:mm:ss',
  'DD/MM/YYYY HH:mm',
  'MM/DD/YYYY HH:mm',
  'DD.MM.YYYY',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
]

const guessTime = (texts: readonly string[]): GuessedConversion => {
  if (
    texts.length > 0 &&
    texts.every((text) => momentOf(text) !== undefined || /^\d{4}-\d\d-\d\d$/u.test(text))
  )
    return plain
  if (all(texts, /^\d{9,10}(?:\.\d+)?$/u)) return { kind: 'as', as: { time: 'seconds' } }
  if (all(texts, /^\d{12,13}$/u)) return { kind: 'as', as: { time: 'milliseconds' } }
  return oneForm(
    timeForms.filter((form) => fits(form, texts)),
    (form) => ({ time: form }),
  )
}

/** `03/04/2020` may be two days. It is not guessed which. */
const oneForm = (forms: readonly string[], toAs: (form: string) => Conversion): GuessedConversion => {
  const [first, ...others] = forms
  if (first === undefined) return unfit
  if (others.length > 0) return { kind: 'unclear', says: `whether dates are ${forms.join(' or ')}` }
  return { kind: 'as', as: toAs(first) }
}

const guessList = (values: readonly unknown[], texts: readonly string[]): GuessedConversion => {
  if (values.every((value) => Array.isArray(value))) return plain
  if (texts.length !== values.length) return unfit
  if (all(texts, /^\[.*\]$/su)) return { kind: 'as', as: 'json' }
  const delimiter = [';', '|', ','].find((each) => texts.some((text) => text.includes(each)))
  return { kind: 'as', as: { list: delimiter ?? ',' } }
}
