import type { NewUser } from '@keepsake/domain'
import type { ForeignOther, ForeignSystem, Reading, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { distinct, given } from '../parts/given.ts'
import { linkedIdentity } from '../parts/identity.ts'
import { lose } from '../record/notes.ts'
import type { Fields } from '../record/open-record.ts'
import { readAttributes } from './keycloak-attributes.ts'
import { readCredentials } from './keycloak-credentials.ts'
import { keycloakFiles } from './keycloak-files.ts'

const read = (user: Fields, reading: Reading): ReadUser | ForeignOther => {
  if (user.has('serviceAccountClientId')) return { kind: 'other', what: 'account of a service' }
  const id = user.id('id')
  const custom = openCustomData()
  const attributes = readAttributes(user, custom)
  const credentials = readCredentials(user)
  const required = requiredActions(user)
  // The API leaves the credentials out, and the passwords of federated users are in the system that they come from.
  if (
    !user.names().includes('credentials') ||
    (credentials.row.password === undefined && user.has('federationLink'))
  )
    lose(reading.notes, 'hash_not_exported', [])
  loseRest(user, (credentials.authenticators ?? []).length > 0)
  return {
    row: given<NewUser>({
      ...attributes,
      ...credentials.row,
      email: user.text('email'),
      emailVerified: user.flag('emailVerified'),
      username: user.text('username'),
      givenName: user.text('firstName'),
      familyName: user.text('lastName'),
      externalId: id,
      status: user.flag('enabled') === false ? 'Suspended' : undefined,
      identities: [...user.objects('federatedIdentities'), ...user.objects('socialLinks')].flatMap((each) =>
        readIdentity(each, reading),
      ),
      customData: custom.data(),
      resetPasswordOnFirstLogin: required || credentials.isTemporary || undefined,
    }),
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? user.text('username') ?? '',
      userId: id,
      createdAt: user.time('createdTimestamp'),
      passwordSetAt: credentials.passwordSetAt,
      groups: distinct(user.texts('groups').map((path) => path.replace(/^\//u, ''))),
      roles: distinct([...user.texts('realmRoles').filter(isOwnRole), ...clientRoles(user)]),
      authenticators: credentials.authenticators,
      passkeys: credentials.passkeys,
    }),
  }
}

/** Every user of a realm has the roles that Keycloak itself makes. */
const isOwnRole = (role: string): boolean =>
  !role.startsWith('default-roles-') && role !== 'offline_access' && role !== 'uma_authorization'

const clientRoles = (user: Fields): readonly string[] =>
  ['clientRoles', 'applicationRoles'].flatMap((field) => {
    const clients = user.object(field)
    return clients?.names().flatMap((name) => clients.texts(name).map((role) => `${name}:${role}`)) ?? []
  })

/** Whether the user must set another password. The other actions are lost by name. */
const requiredActions = (user: Fields): boolean => {
  const actions = user.texts('requiredActions')
  for (const [index, action] of actions.entries()) {
    if (action === 'UPDATE_PASSWORD') continue
    user.loseElement(action === 'VERIFY_EMAIL' ? 'derived' : 'no_place', 'requiredActions', index)
  }
  return actions.includes('UPDATE_PASSWORD')
}

const readIdentity = (identity: Fields, { side }: Reading): NonNullable<NewUser['identities']> => {
  const connection = identity.text('identityProvider') ?? identity.text('socialProvider')
  const subject = identity.id('userId') ?? identity.id('socialUserId')
  const name = identity.text('userName') ?? identity.text('socialUsername')
  if (connection === undefined) identity.refuse('identityProvider', 'string')
  if (subject === undefined) identity.refuse('userId', 'string')
  if (connection === undefined || subject === undefined) return []
  const provider = side('identityProviders', connection)[0]
  const kind = provider?.text('providerId')
  provider?.lose('derived', ...provider.names().filter((field) => field !== 'providerId'))
  return [
    linkedIdentity({
      connection,
      provider: kind,
      subject,
      info: name === undefined ? undefined : { userName: name },
    }),
  ]
}

const loseRest = (user: Fields, hasAuthenticator: boolean): void => {
  user.lose(
    'derived',
    'disableableCredentialTypes',
    'self',
    'origin',
    'federationLink',
    'userProfileMetadata',
    'access',
  )
  if (user.flag('totp') === true) user.lose(hasAuthenticator ? 'derived' : 'no_secret', 'totp')
  const notBefore = user.count('notBefore')
  if (notBefore !== undefined && notBefore > 0) user.lose('short_lived', 'notBefore')
  user.lose('permission', 'clientConsents')
}

/** Keycloak: an export of a realm, its files of users, or the answers of its API. */
export const keycloak: ForeignSystem = {
  id: 'keycloak',
  name: 'Keycloak',
  key: 'id',
  docs: 'docs/moving/keycloak.md',
  ...keycloakFiles,
  hashes: ['keycloak'],
  staysBehind: [
    'hashes, if the users come from the API',
    'passwords of federated users',
    'authenticators that count (HOTP)',
    'required actions other than a new password, and consents',
  ],
  read,
}
