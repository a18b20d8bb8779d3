import type { CustomFields, Path } from '@keepsake/domain'

/**
 * How the text of a cell is read. `time`: digits are a number, all else is text. `json`: a list or an object, written as
 * JSON. `any`: any JSON value.
 */
export type CellKind = 'text' | 'flag' | 'number' | 'time' | 'json' | 'any'

/** The fields of a user and of an authenticator that are no texts. An index of a list is `*`. */
const kinds: Readonly<Record<string, CellKind>> = {
  emailVerified: 'flag',
  phoneVerified: 'flag',
  resetPasswordOnFirstLogin: 'flag',
  resetPasswordOnFisrtLogin: 'flag',
  departmentIds: 'json',
  tenantIds: 'json',
  identities: 'json',
  'identities.*': 'json',
  'identities.*.originConnIds': 'json',
  'identities.*.userInfoInIdp': 'json',
  customData: 'json',
  emails: 'json',
  'emails.*': 'json',
  'emails.*.verified': 'flag',
  phones: 'json',
  'phones.*': 'json',
  'phones.*.verified': 'flag',
  createdAt: 'time',
  lastSignInAt: 'time',
  passwordSetAt: 'time',
  signInsCount: 'number',
  passwordOrigin: 'json',
  passwordParameters: 'json',
  otp: 'json',
  'otp.digits': 'number',
  'otp.period': 'number',
  'otp.recoveryCodes': 'json',
  'otp.recoveryCodes.*.hash': 'json',
}

/** The kind of a field by its schema: the fields of a user, and the pool's own ones. */
export const cellKind = (path: Path, customFields: CustomFields): CellKind => {
  const [field, key] = path
  if (field === 'customData' && typeof key === 'string') return customKind(key, customFields)
  return kinds[path.map((part) => (typeof part === 'number' ? '*' : part)).join('.')] ?? 'text'
}

const customKind = (key: string, fields: CustomFields): CellKind => {
  switch (Object.hasOwn(fields, key) ? fields[key]?.type : undefined) {
    case 'number':
      return 'number'
    case 'boolean':
      return 'flag'
    case 'list':
      return 'json'
    case 'json':
      return 'any'
    default:
      return 'text'
  }
}
