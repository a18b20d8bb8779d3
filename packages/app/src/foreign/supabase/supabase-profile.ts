import type { NewUser } from '@keepsake/domain'
import { given } from '../parts/given.ts'
import { oidcProfile } from '../parts/profile.ts'
import type { Fields } from '../record/open-record.ts'

/** What `readProfile` reads, and what providers say that the user's own fields say as well. */
export const profileClaims: readonly string[] = [
  'full_name',
  'name',
  'avatar_url',
  'picture',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'website',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'first_name',
  'last_name',
  'sub',
  'iss',
  'email',
  'email_verified',
  'phone',
  'phone_verified',
  'provider_id',
  'custom_claims',
]

/** Reads what a provider or the user has said of the person. */
export const readProfile = (said: Fields | undefined): NewUser => {
  if (said === undefined) return {}
  const { name, photo, givenName, familyName, ...claims } = oidcProfile(said)
  const [fullName, avatar] = [said.text('full_name'), said.text('avatar_url')]
  said.lose('derived', 'sub', 'iss', 'email', 'email_verified', 'phone', 'phone_verified', 'provider_id')
  said.lose('no_place', 'custom_claims')
  if (avatar !== undefined && !/^https?:\/\//iu.test(avatar)) said.lose('no_place', 'avatar_url')
  if (fullName !== undefined && name !== undefined && fullName !== name) said.lose('name_taken', 'name')
  return given<NewUser>({
    ...claims,
    name: fullName ?? name,
    photo: avatar !== undefined && /^https?:\/\//iu.test(avatar) ? avatar : photo,
    givenName: givenName ?? said.text('first_name'),
    familyName: familyName ?? said.text('last_name'),
  })
}
