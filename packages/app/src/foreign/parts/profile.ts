import type { NewUser } from '@keepsake/domain'
import type { Fields } from '../record/open-record.ts'
import { given } from './given.ts'

/** The address of a picture. What is no web address, such as the picture itself, is lost by name. */
export const photoOf = (fields: Fields, name: string): string | undefined => {
  const photo = fields.text(name)
  if (photo === undefined || /^https?:\/\//iu.test(photo)) return photo
  fields.lose('no_place', name)
  return undefined
}

const genders = new Map([
  ...['m', 'male', 'man', '男', 'gender_male'].map((text): [string, string] => [text, 'M']),
  ...['w', 'f', 'female', 'woman', '女', 'gender_female'].map((text): [string, string] => [text, 'W']),
  ...['u', 'unknown', 'unspecified', '未知', 'gender_unspecified'].map((text): [string, string] => [
    text,
    'U',
  ]),
])

/** A gender in our letters. A user has no field for any other, so that is lost by name. */
export const genderOf = (fields: Fields, name: string): string | undefined => {
  const text = fields.text(name)
  const gender = text === undefined ? undefined : genders.get(text.trim().toLowerCase())
  if (text !== undefined && gender === undefined) fields.lose('no_place', name)
  return gender
}

/** The standard claims of OpenID Connect that describe a person, but for addresses and identifiers. */
export const oidcProfile = (fields: Fields): NewUser =>
  given<NewUser>({
    name: fields.text('name'),
    givenName: fields.text('given_name'),
    familyName: fields.text('family_name'),
    middleName: fields.text('middle_name'),
    nickname: fields.text('nickname'),
    preferredUsername: fields.text('preferred_username'),
    profile: fields.text('profile'),
    photo: photoOf(fields, 'picture'),
    website: fields.text('website'),
    gender: genderOf(fields, 'gender'),
    birthdate: fields.text('birthdate'),
    zoneinfo: fields.text('zoneinfo'),
    locale: fields.text('locale'),
  })

/** The claim `address` of OpenID Connect, as an object, or as a text. */
export const oidcAddress = (address: Fields | undefined): NewUser =>
  address === undefined
    ? {}
    : given<NewUser>({
        formatted: address.text('formatted'),
        streetAddress: address.text('street_address'),
        city: address.text('locality'),
        region: address.text('region'),
        postalCode: address.text('postal_code'),
        country: address.text('country'),
      })
