import type { NewUser } from '@keepsake/domain'
import type { CustomFieldsOfRow } from '../parts/custom-data.ts'
import { given } from '../parts/given.ts'
import { photoOf } from '../parts/profile.ts'
import type { Fields } from '../record/open-record.ts'

/** Traits of these names mean the same in nearly every schema. */
const texts: Readonly<Record<string, keyof NewUser>> = {
  email: 'email',
  email_address: 'email',
  phone: 'phone',
  phone_number: 'phone',
  username: 'username',
  user_name: 'username',
  first_name: 'givenName',
  firstName: 'givenName',
  given_name: 'givenName',
  last_name: 'familyName',
  lastName: 'familyName',
  family_name: 'familyName',
  nickname: 'nickname',
  locale: 'locale',
  website: 'website',
  birthdate: 'birthdate',
  zoneinfo: 'zoneinfo',
  company: 'company',
}

/**
 * Reads the traits, which every project defines by itself: the common ones as fields, all others as custom data. A trait
 * that is no text where a field wants one stays custom data.
 */
export const readTraits = (traits: Fields | undefined, custom: CustomFieldsOfRow): NewUser => {
  if (traits === undefined) return {}
  const row: Record<string, unknown> = {}
  for (const name of traits.names()) {
    const field = Object.hasOwn(texts, name) ? texts[name] : undefined
    const value = traits.any(name)
    if (name === 'name') Object.assign(row, nameIn(traits))
    else if (name === 'picture' || name === 'avatar') row['photo'] = photoOf(traits, name)
    else if (field !== undefined && typeof value === 'string' && row[field] === undefined) row[field] = value
    else if ((field === 'email' || field === 'phone') && typeof value === 'string')
      traits.contact(field, name, value)
    else if (field === 'email' || field === 'phone') traits.lose('second_address', name)
    else custom.take(traits, name)
  }
  return given<NewUser>(row)
}

/** `name` is a text, or an object with `first` and `last`. */
const nameIn = (traits: Fields): NewUser => {
  const value = traits.any('name')
  if (value === undefined || typeof value === 'string') return given<NewUser>({ name: value })
  const name = traits.object('name')
  if (name === undefined) return {}
  const first = ['first', 'given', 'first_name', 'given_name', 'givenName'].map((each) => name.text(each))
  const last = ['last', 'family', 'last_name', 'family_name', 'familyName'].map((each) => name.text(each))
  return given<NewUser>({
    givenName: first.find((each) => each !== undefined),
    familyName: last.find((each) => each !== undefined),
    middleName: name.text('middle'),
    name: name.text('full') ?? name.text('display'),
  })
}
