import type { NewLinkedIdentity } from '@keepsake/domain'
import { linkedIdentity } from '../parts/identity.ts'
import type { Fields } from '../record/open-record.ts'
import { withoutConnection } from './auth0-files.ts'

/** What `identities` of a user say. */
export type Auth0Identities = {
  readonly linked: readonly NewLinkedIdentity[]
  /** The id of the account with the password. */
  readonly databaseId: string | undefined
  /** The address of an account without a password, to which codes are sent. */
  readonly email: string | undefined
  readonly phone: string | undefined
}

/** The strategies whose accounts are the users' own, by a password or by codes. */
const own = new Set(['auth0', 'email', 'sms'])

/**
 * Reads the accounts of a user. The first account of a database is the one with the password. Users of an export with few
 * fields have none: then the id of the user names the provider.
 */
export const readAuth0Identities = (user: Fields, id: string | undefined): Auth0Identities => {
  const given = user.jsonObjects('identities')
  const accounts = given.length === 0 ? accountOf(user, id) : given.flatMap(readAccount)
  const [database, ...others] = accounts.filter(({ provider }) => provider === 'auth0')
  for (const other of others) other.lose()
  return {
    linked: accounts
      .filter(({ provider }) => !own.has(provider))
      .map(({ connection, provider, subject, info }) =>
        linkedIdentity({ connection, provider, subject, info }),
      ),
    databaseId: database?.subject,
    email: accounts.find(({ email }) => email !== undefined)?.email,
    phone: accounts.find(({ phone }) => phone !== undefined)?.phone,
  }
}

type Account = {
  readonly connection: string
  readonly provider: string
  readonly subject: string
  readonly info?: Readonly<Record<string, unknown>>
  readonly email?: string | undefined
  readonly phone?: string | undefined
  readonly lose: () => void
}

const readAccount = (identity: Fields): readonly Account[] => {
  const provider = identity.text('provider')
  const subject = identity.id('user_id')
  const connection = identity.text('connection') ?? provider
  identity.lose('derived', 'isSocial')
  identity.lose('short_lived', 'access_token', 'access_token_secret', 'refresh_token', 'expires_in')
  if (provider === undefined) identity.refuse('provider', 'string')
  if (subject === undefined) identity.refuse('user_id', 'string')
  if (provider === undefined || subject === undefined || connection === undefined) return []
  if (own.has(provider)) identity.lose('derived', 'connection')
  const profile = identity.any('profileData') as Readonly<Record<string, unknown>> | undefined
  const textIn = (name: string): string | undefined => {
    const value = profile?.[name]
    return typeof value === 'string' ? value : undefined
  }
  return [
    {
      connection,
      provider,
      subject,
      ...(profile !== undefined && !own.has(provider) && { info: profile }),
      email: provider === 'email' ? textIn('email') : undefined,
      phone: provider === 'sms' ? textIn('phone_number') : undefined,
      lose: () => identity.lose('second_address', 'user_id'),
    },
  ]
}

/** `google-oauth2|1092837465` names the provider and the user's id there. */
const accountOf = (user: Fields, id: string | undefined): readonly Account[] => {
  const [, strategy = 'auth0', subject = ''] = /^([^|]+)\|(.+)$/u.exec(id ?? '') ?? [id, 'auth0', id ?? '']
  const provider = user.text('provider') ?? strategy
  const connection = user.text('connection') ?? provider
  if (own.has(provider)) user.lose('derived', 'connection')
  if (subject === '') return []
  return [{ connection, provider, subject: withoutConnection(subject), lose: () => undefined }]
}
