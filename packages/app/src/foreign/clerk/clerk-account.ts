import type { NewUser } from '@keepsake/domain'
import { given } from '../parts/given.ts'
import { linkedIdentity } from '../parts/identity.ts'
import type { Fields } from '../record/open-record.ts'

/** Reads an account at a provider. */
export const readAccount = (account: Fields): NonNullable<NewUser['identities']> => {
  const connection = account.text('provider')?.replace(/^oauth_/u, '')
  const subject = account.id('provider_user_id')
  const info = given<Record<string, unknown>>({
    email: account.text('email_address'),
    username: account.text('username'),
    firstName: account.text('first_name'),
    lastName: account.text('last_name'),
  })
  account.lose(
    'derived',
    'object',
    'id',
    'identification_id',
    'image_url',
    'avatar_url',
    'verification',
    'external_account_id',
    'google_id',
    'given_name',
    'family_name',
    'picture',
    'label',
    'created_at',
    'updated_at',
  )
  account.lose('short_lived', 'approved_scopes')
  account.lose('no_place', 'public_metadata', 'phone_number')
  if (connection === undefined) account.refuse('provider', 'string')
  if (subject === undefined) account.refuse('provider_user_id', 'string')
  return connection === undefined || subject === undefined
    ? []
    : [linkedIdentity({ connection, subject, info: Object.keys(info).length === 0 ? undefined : info })]
}
