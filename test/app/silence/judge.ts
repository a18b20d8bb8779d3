import { fieldAt, valueAt, type Json, type Place } from './fields.ts'

/** What came of a row: what it was refused or warned for, by place, and what rests of it. */
export type Outcome = {
  readonly refused: readonly string[]
  readonly warned: readonly string[]
  readonly kept: Json | undefined
}

/** What nobody sees at the ends of an identifier is taken off it; the docs say so. */
const trimmed = (text: string): string => text.replaceAll(/^[\s\p{DI}]+|[\s\p{DI}]+$/gu, '')
const plain = (value: unknown): string => trimmed(String(value).normalize('NFKC'))
const digitsOf = (value: unknown): string => plain(value).replaceAll(/\D/gu, '')
const noneIfEmpty = (value: unknown): unknown =>
  Array.isArray(value) && value.length === 0 ? undefined : value
const momentOf = (value: unknown): unknown => (typeof value === 'string' ? Date.parse(trimmed(value)) : value)
const setOf = (value: unknown): unknown => (Array.isArray(value) ? [...new Set(value)] : value)

/** Fields of which the docs name another spelling that is kept. All others are kept to the letter. */
const spellings: Readonly<Record<string, (given: unknown) => unknown>> = {
  username: (given) => trimmed(String(given)).normalize('NFC'),
  email: (given) => plain(given).toLowerCase(),
  phone: digitsOf,
  phoneCountryCode: digitsOf,
  gender: (given) => (given === 'F' ? 'W' : given),
  birthdate: digitsOf,
  // Milliseconds since 1970, or a text of ISO 8601.
  createdAt: momentOf,
  lastSignInAt: momentOf,
  // An empty list is none.
  emails: noneIfEmpty,
  phones: noneIfEmpty,
  'emails.*.email': (given) => plain(given).toLowerCase(),
  'phones.*.phone': digitsOf,
  'phones.*.phoneCountryCode': digitsOf,
  // Absent, an address is not verified.
  'emails.*.verified': (given) => given ?? false,
  'phones.*.verified': (given) => given ?? false,
  departmentIds: setOf,
  tenantIds: setOf,
}

/** What is compared: a list of which one element is another is looked at as a whole. */
const comparedAt = (place: Place): Place => {
  const [field] = place
  return field === 'departmentIds' || field === 'tenantIds' ? [field] : place
}

/** Whether a row's value rests as it was given, or as the docs say. */
export const isKept = (row: Json, place: Place, kept: Json): boolean => {
  const at = comparedAt(place)
  const spelling = spellings[fieldAt(at)] ?? ((given: unknown): unknown => given)
  const given = spelling(valueAt(row, at))
  const found = spelling(valueAt(kept, at))
  if (at[0] === 'phone') return String(given).endsWith(String(found)) && found !== ''
  if (JSON.stringify(given) === JSON.stringify(found)) return true
  // A custom value `null` is none, as the docs say.
  return given === null && found === undefined && at[0] === 'customData' && at.length === 2
}

/** Whether an issue speaks of a place: of it, of what is inside, of what it stands in, or of what depends on it. */
const speaksOf = (path: string, place: Place): boolean => {
  const text = place.join('.')
  return (
    path === '' ||
    path === text ||
    path.startsWith(`${text}.`) ||
    text.startsWith(`${path}.`) ||
    // An address that goes cannot stay verified, and a country's code has to be the number's.
    path === `${text}Verified` ||
    (place[0] === 'phone' && path === 'phoneCountryCode') ||
    (place[0] === 'phoneCountryCode' && path === 'phone') ||
    // Nobody has signed in before the user was created.
    (place[0] === 'createdAt' && path === 'lastSignInAt') ||
    // Of two main departments, the second one is named.
    (place[2] === 'isMainDepartment' && path.endsWith('.isMainDepartment'))
  )
}

/** What is wrong with an outcome: nothing where the value is refused by its place, warned of by it, or kept. */
export const faultOf = (
  row: Json,
  place: Place,
  { refused, warned, kept }: Outcome,
  keeps: (row: Json, place: Place, kept: Json) => boolean = isKept,
): string | undefined => {
  const given = JSON.stringify(valueAt(row, place))
  const isNamed = (paths: readonly string[]): boolean => paths.some((path) => speaksOf(path, place))
  if (kept === undefined)
    return isNamed(refused) ? undefined : `${place.join('.')} = ${given} is refused as ${refused.join(', ')}`
  if (isNamed(warned) || keeps(row, place, kept)) return undefined
  return `${place.join('.')} = ${given} rests as ${JSON.stringify(valueAt(kept, place))}`
}
