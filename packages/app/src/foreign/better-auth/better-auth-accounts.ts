import type { Instant, NewUser } from '@keepsake/domain'
import type { Reading } from '../foreign-system.ts'
import { given } from '../parts/given.ts'
import { linkedIdentity } from '../parts/identity.ts'
import { lose } from '../record/notes.ts'
import type { Fields } from '../record/open-record.ts'

type Accounts = {
  readonly row: NewUser
  readonly passwordSetAt?: Instant | undefined
  readonly passkeys: readonly unknown[]
}

/** Reads the accounts of a user: the one with the password, and those at providers. */
export const readAccounts = (
  user: Fields,
  id: string | undefined,
  { side, has, notes }: Reading,
): Accounts => {
  const accounts = [...user.objects('accounts'), ...side('account', id)].map(readAccount)
  const [own, ...others] = accounts.filter(({ hash }) => hash !== undefined)
  for (const other of others) other.fields.lose('second_address', 'password')
  if (!has('account') && accounts.length === 0) lose(notes, 'file_not_given', [])
  return {
    row: given<NewUser>({
      password: own?.hash,
      passwordFormat: own?.hash === undefined ? undefined : formatOf(own.hash),
      identities: accounts.flatMap(({ identities }) => identities),
    }),
    passwordSetAt: own?.updatedAt,
    passkeys: user
      .objects('passkeys')
      .map((key) => Object.fromEntries(key.names().map((name) => [name, key.any(name)]))),
  }
}

type Account = {
  readonly fields: Fields
  readonly hash?: string | undefined
  readonly updatedAt?: Instant | undefined
  readonly identities: NonNullable<NewUser['identities']>
}

const readAccount = (fields: Fields): Account => {
  const [connection, subject] = [fields.text('providerId'), fields.id('accountId')]
  const [hash, updatedAt] = [fields.text('password'), fields.time('updatedAt')]
  fields.lose('derived', 'id', 'userId', 'createdAt')
  fields.lose(
    'short_lived',
    'accessToken',
    'refreshToken',
    'idToken',
    'accessTokenExpiresAt',
    'refreshTokenExpiresAt',
    'expiresAt',
    'scope',
  )
  if (connection === undefined) fields.refuse('providerId', 'string')
  if (connection === 'credential') {
    fields.lose('derived', 'accountId')
    return { fields, hash, updatedAt, identities: [] }
  }
  if (subject === undefined) fields.refuse('accountId', 'string')
  if (hash !== undefined) fields.lose('no_place', 'password')
  fields.lose('derived', 'updatedAt')
  return {
    fields,
    identities:
      connection === undefined || subject === undefined ? [] : [linkedIdentity({ connection, subject })],
  }
}

/** A project may have replaced scrypt by a hasher of its own. */
const formatOf = (hash: string): string | undefined =>
  /^[0-9a-f]{32}:[0-9a-f]{128}$/iu.test(hash) ? 'better-auth-scrypt' : undefined
