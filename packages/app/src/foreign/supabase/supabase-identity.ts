import type { NewUser } from '@keepsake/domain'
import { linkedIdentity } from '../parts/identity.ts'
import type { Fields } from '../record/open-record.ts'

/** Identities of these providers are the user's own address. */
const own: readonly (string | undefined)[] = ['email', 'phone']

/** Reads an account at a provider. */
export const readIdentity = (identity: Fields): NonNullable<NewUser['identities']> => {
  const connection = identity.text('provider')
  if (own.includes(connection)) {
    identity.loseWhole('derived')
    return []
  }
  const data = identity.json('identity_data')
  const info = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : undefined
  if (data !== undefined && info === undefined) identity.refuse('identity_data', 'object')
  const sub = info?.['sub']
  const subject = identity.id('provider_id') ?? (typeof sub === 'string' ? sub : identity.id('id'))
  identity.lose(
    'derived',
    'id',
    'identity_id',
    'user_id',
    'email',
    'created_at',
    'updated_at',
    'last_sign_in_at',
  )
  if (connection === undefined) identity.refuse('provider', 'string')
  if (subject === undefined) identity.refuse('provider_id', 'string')
  return connection === undefined || subject === undefined
    ? []
    : [linkedIdentity({ connection, subject, info })]
}
