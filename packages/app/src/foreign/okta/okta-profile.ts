import type { NewUser } from '@keepsake/domain'
import type { CustomFieldsOfRow } from '../parts/custom-data.ts'
import { given } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'

const known = [
  'login',
  'email',
  'secondEmail',
  'firstName',
  'lastName',
  'middleName',
  'displayName',
  'nickName',
  'profileUrl',
  'mobilePhone',
  'primaryPhone',
  'streetAddress',
  'city',
  'state',
  'zipCode',
  'countryCode',
  'postalAddress',
  'locale',
  'preferredLanguage',
  'timezone',
  'organization',
]

/** Reads a profile of Okta's default schema. What a company has added to the schema is custom data. */
export const readProfile = (profile: Fields | undefined, custom: CustomFieldsOfRow): NewUser => {
  if (profile === undefined) return {}
  const [mobile, primary] = [profile.text('mobilePhone'), profile.text('primaryPhone')]
  const [locale, language] = [profile.text('locale'), profile.text('preferredLanguage')]
  profile.contact('email', 'secondEmail', profile.text('secondEmail'))
  if (mobile !== undefined && primary !== undefined) profile.contact('phone', 'primaryPhone', primary)
  if (locale !== undefined && language !== undefined && locale !== language)
    custom.put('preferredLanguage', language)
  custom.takeAll(profile, ...known)
  return given<NewUser>({
    email: profile.text('email'),
    phone: mobile ?? primary,
    name: profile.text('displayName'),
    givenName: profile.text('firstName'),
    familyName: profile.text('lastName'),
    middleName: profile.text('middleName'),
    nickname: profile.text('nickName'),
    profile: profile.text('profileUrl'),
    streetAddress: profile.text('streetAddress'),
    city: profile.text('city'),
    region: profile.text('state'),
    postalCode: profile.text('zipCode'),
    country: profile.text('countryCode'),
    address: profile.text('postalAddress'),
    locale: locale ?? language,
    zoneinfo: profile.text('timezone'),
    company: profile.text('organization'),
  })
}
