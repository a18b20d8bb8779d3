import type { ForeignFile, ForeignSystem } from '../foreign-system.ts'
import { keysAt } from '../record/place.ts'

const passwords: ForeignFile = {
  name: 'passwords',
  about: 'the password hashes that the support of Auth0 gives',
  at: [''],
  signs: [
    { all: ['_id.$oid', 'passwordHash'], some: ['connection', 'tenant', '_tmp_is_unique'] },
    { all: ['_id.$oid', 'custom_password_hash'], some: ['connection', 'tenant'] },
    { all: ['_id', 'passwordHash', 'connection'], some: ['tenant', 'email_verified'] },
  ],
  keysOf: (record) => keysAt(record, ['_id', '$oid'], ['_id'], ['user_id']).map(withoutConnection),
}

const mfa: ForeignFile = {
  name: 'mfa',
  about: 'the second factors, as an import to Auth0 takes them',
  at: [''],
  signs: [
    {
      all: ['mfa_factors'],
      some: ['user_id', 'email'],
      none: ['identities', 'email_verified', 'logins_count'],
    },
  ],
  keysOf: (record) => keysAt(record, ['user_id']),
}

/** The id of a database user, without the name of the strategy that stands before it in `user_id`. */
export const withoutConnection = (id: string): string => id.replace(/^auth0\|/u, '')

/** The files of Auth0. */
export const auth0Files: Pick<ForeignSystem, 'users' | 'sides'> = {
  users: {
    name: 'users',
    about: 'the users of an export job, or of the API',
    at: ['', 'users'],
    signs: [
      {
        all: ['user_id', 'identities'],
        some: ['logins_count', 'last_ip', 'email_verified', 'identities.0.isSocial', 'app_metadata'],
      },
      { all: ['user_id', 'identities[0].connection'], some: ['identities[0].provider'] },
      {
        all: ['user_id', 'email_verified'],
        some: ['nickname', 'picture', 'created_at', 'logins_count', 'given_name'],
        none: ['mfa_factors', 'object'],
        also: ({ user_id: id }) => typeof id === 'string' && /^[\w-]+\|/u.test(id),
      },
      { all: ['email', 'custom_password_hash'], some: ['email_verified', 'user_metadata'], none: ['_id'] },
      {
        all: ['email', 'password_hash'],
        some: ['email_verified', 'app_metadata', 'user_metadata'],
        none: ['id'],
      },
    ],
  },
  sides: [passwords, mfa],
}
