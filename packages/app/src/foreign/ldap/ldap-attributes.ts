import type { LostReason } from '../foreign-user.ts'
import type { CustomFieldsOfRow } from '../parts/custom-data.ts'
import type { Fields } from '../record/open-record.ts'

/** The attributes of an entry, by their names in lower case. */
export type Attributes = {
  readonly all: (name: string) => readonly string[]
  /** The first value; the others are lost by name, for a reason. */
  readonly one: (name: string, others: LostReason) => string | undefined
  /** The first value of mail addresses or numbers; the others are further ones of the user. */
  readonly contact: (kind: 'email' | 'phone', name: string) => string | undefined
  readonly lose: (reason: LostReason, name: string) => void
  /** Takes what was not read as custom data: one value as a text, several as a list. Bytes are lost by name. */
  readonly takeRest: (custom: CustomFieldsOfRow) => void
}

/** Opens the attributes of an entry. Each is a list of texts; a value of bytes is an object with base64. */
export const openAttributes = (entry: Fields): Attributes => {
  const all = (name: string): readonly string[] => {
    const value = entry.any(name)
    const values: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value]
    return values.flatMap((each, index): string[] => {
      if (typeof each === 'string') return each === '' ? [] : [each]
      const base64 = bytesIn(each)
      if (base64 !== undefined) return [base64]
      entry.refuse(name, `text at ${index}`)
      return []
    })
  }
  return {
    all,
    one: (name, others) => {
      const values = all(name)
      for (const index of values.keys()) if (index > 0) entry.loseElement(others, name, index)
      return values[0]
    },
    contact: (kind, name) => {
      const values = all(name)
      for (const value of values) entry.contact(kind, name, value)
      return values[0]
    },
    lose: (reason, name) => entry.lose(reason, name),
    takeRest: (custom) => {
      for (const name of entry.names()) {
        if (entry.isRead(name)) continue
        const value = entry.any(name)
        const values: readonly unknown[] = Array.isArray(value) ? value : [value]
        if (values.some((each) => bytesIn(each) !== undefined)) entry.lose('no_place', name)
        else if (value !== undefined) custom.put(entry.shown(name), values.length === 1 ? values[0] : values)
      }
    },
  }
}

const bytesIn = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'base64' in value && typeof value.base64 === 'string'
    ? value.base64
    : undefined

const ofUsers: ReadonlySet<string> = new Set([
  'person',
  'organizationalperson',
  'inetorgperson',
  'posixaccount',
  'account',
  'user',
  'shadowaccount',
  'sambasamaccount',
])

const ofGroups: ReadonlySet<string> = new Set([
  'groupofnames',
  'groupofuniquenames',
  'groupofmembers',
  'posixgroup',
  'group',
])

/** What an entry is, by its object classes. A machine of Active Organization has those of a user as well. */
export const kindOf = (classes: readonly string[]): 'user' | 'group' | 'entry of the organization' => {
  const plain = classes.map((each) => each.toLowerCase())
  if (plain.includes('computer')) return 'entry of the organization'
  if (plain.some((each) => ofUsers.has(each))) return 'user'
  return plain.some((each) => ofGroups.has(each)) ? 'group' : 'entry of the organization'
}
