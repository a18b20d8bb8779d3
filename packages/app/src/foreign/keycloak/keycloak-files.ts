import type { ForeignSystem } from '../foreign-system.ts'
import { keysAt } from '../record/place.ts'

/** The files of Keycloak. */
export const keycloakFiles: Pick<ForeignSystem, 'users' | 'sides'> = {
  users: {
    name: 'users',
    about: 'an export of a realm, with its users in it or in files of their own',
    at: ['users', ''],
    signs: [
      {
        all: ['username', 'enabled'],
        some: [
          'createdTimestamp',
          'credentials',
          'requiredActions',
          'realmRoles',
          'notBefore',
          'totp',
          'emailVerified',
        ],
        none: ['localId', 'fields', 'is_active'],
      },
    ],
  },
  sides: [
    {
      name: 'identityProviders',
      about: 'the identity providers of the realm',
      at: ['identityProviders', ''],
      signs: [{ all: ['alias', 'providerId', 'enabled'] }],
      keysOf: (record) => keysAt(record, ['alias']),
      beside: true,
    },
  ],
}
