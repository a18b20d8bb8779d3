import type { NewUser } from '@keepsake/domain'
import type { CustomFieldsOfRow } from '../parts/custom-data.ts'
import { given } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'

/** The fields of a profile by the names that attributes commonly have, in lower case without underscores. */
const profile: Readonly<Record<string, keyof NewUser>> = {
  phonenumber: 'phone',
  phone: 'phone',
  mobile: 'phone',
  mobilephone: 'phone',
  mobilenumber: 'phone',
  telephonenumber: 'phone',
  locale: 'locale',
  nickname: 'nickname',
  middlename: 'middleName',
  displayname: 'name',
  picture: 'photo',
  website: 'website',
  profile: 'profile',
  gender: 'gender',
  birthdate: 'birthdate',
  zoneinfo: 'zoneinfo',
  street: 'streetAddress',
  locality: 'city',
  city: 'city',
  region: 'region',
  postalcode: 'postalCode',
  country: 'country',
  formatted: 'formatted',
  company: 'company',
}

/**
 * Reads `attributes`: lists of texts, or texts in old exports. The first value of a known attribute is a field of the
 * profile. All others are custom data: one value as a text, several as a list.
 */
export const readAttributes = (user: Fields, custom: CustomFieldsOfRow): NewUser => {
  const attributes = user.object('attributes')
  const row: Partial<Record<keyof NewUser, unknown>> = {}
  for (const name of attributes?.names() ?? []) {
    if (!attributes!.has(name)) continue
    const values = valuesOf(attributes!, name)
    const plain = name.toLowerCase().replaceAll(/[_-]/gu, '')
    const field = Object.hasOwn(profile, plain) ? profile[plain] : undefined
    const [first, ...others] = values
    if (plain === 'phonenumberverified' || plain === 'phoneverified') {
      row.phoneVerified = first === 'true'
    } else if (field !== undefined && others.length === 0 && row[field] === undefined && fits(field, first)) {
      row[field] = field === 'gender' ? genderIn(first ?? '') : first
    } else if (/^LDAP_|^KERBEROS_|^(?:createTimestamp|modifyTimestamp)$/u.test(name)) {
      attributes!.lose('derived', name)
    } else {
      if (custom.data()?.[name] !== undefined) attributes!.lose('name_taken', name)
      custom.put(name, values.length === 1 ? first : values)
    }
  }
  return given<NewUser>(row as NewUser)
}

const valuesOf = (attributes: Fields, name: string): readonly string[] => {
  const value = attributes.any(name)
  return typeof value === 'string' ? [value] : attributes.texts(name)
}

const letters: Readonly<Record<string, string>> = { male: 'M', m: 'M', female: 'W', f: 'W', w: 'W' }

const genderIn = (text: string): string | undefined => {
  const plain = text.toLowerCase()
  return Object.hasOwn(letters, plain) ? letters[plain] : undefined
}

/** What does not fit its field stays custom data, so that one strange attribute does not keep a user out. */
const fits = (field: keyof NewUser, value: string | undefined): boolean => {
  if (field === 'photo') return /^https?:\/\//iu.test(value ?? '')
  if (field === 'gender') return genderIn(value ?? '') !== undefined
  return value !== undefined && value !== ''
}
