import type { NewUser } from '@keepsake/domain'
import type { ForeignSystem, Reading, ReadUser } from '../foreign-system.ts'
import { openCustomData, type CustomFieldsOfRow } from '../parts/custom-data.ts'
import { distinct, given, sameText } from '../parts/given.ts'
import { linkedIdentity } from '../parts/identity.ts'
import { oidcAddress, oidcProfile } from '../parts/profile.ts'
import { lose } from '../record/notes.ts'
import type { Fields } from '../record/open-record.ts'
import { attributesOf } from './cognito-attributes.ts'

const read = (user: Fields, { notes }: Reading): ReadUser => {
  const attributes = attributesOf(user, notes)
  const username = user.id('Username') ?? attributes.text('cognito:username')
  const id = attributes.text('sub') ?? username
  const status = user.text('UserStatus') ?? attributes.text('cognito:user_status')
  const custom = openCustomData()
  takeCustom(attributes, custom)
  if (status !== 'EXTERNAL_PROVIDER') lose(notes, 'hash_not_exported', [])
  const row = given<NewUser>({
    ...oidcProfile(attributes),
    ...addressOf(attributes),
    email: attributes.text('email'),
    emailVerified: attributes.flag('email_verified'),
    phone: attributes.text('phone_number'),
    phoneVerified: attributes.flag('phone_number_verified'),
    username: loginOf(username, { id, status, email: attributes, phone: attributes }),
    externalId: id,
    status: statusOf(user, status),
    identities: attributes.jsonObjects('identities').flatMap(readIdentity),
    customData: custom.data(),
  })
  readFactors(user, attributes)
  attributes.lose('derived', 'updated_at', 'cognito:email_alias', 'cognito:phone_number_alias')
  return {
    row,
    facts: given<ReadUser['facts']>({
      sourceKey: username ?? id ?? '',
      userId: id,
      createdAt: user.time('UserCreateDate'),
      groups: distinct(groupsOf(user, attributes)),
    }),
  }
}

/** The statuses of users who cannot sign in there before somebody does something. */
const statusOf = (user: Fields, status: string | undefined): string | undefined => {
  user.lose('derived', 'UserLastModifiedDate', 'UserStatus', 'cognito:user_status')
  if (status === 'ARCHIVED') return 'Archived'
  if (user.flag('Enabled') === false || status === 'COMPROMISED') return 'Suspended'
  return undefined
}

type Known = {
  readonly id: string | undefined
  readonly status: string | undefined
  readonly email: Fields
  readonly phone: Fields
}

/**
 * The username where people sign in with it. Pools whose users sign in with an address make up an id as username, and for
 * the users of a provider its name and id.
 */
const loginOf = (username: string | undefined, { id, status, email, phone }: Known): string | undefined => {
  const isMadeUp =
    status === 'EXTERNAL_PROVIDER' ||
    (username === id && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(username ?? '')) ||
    sameText(username, email.text('email')) ||
    sameText(username, phone.text('phone_number'))
  return isMadeUp ? undefined : username
}

const takeCustom = (attributes: Fields, custom: CustomFieldsOfRow): void => {
  for (const name of attributes.names()) {
    const [, own] = /^(?:dev:)?custom:(.+)$/u.exec(name) ?? []
    if (own !== undefined) custom.take(attributes, name, own)
  }
}

/** A text, or the object of OpenID Connect as JSON in a text. */
const addressOf = (attributes: Fields): NewUser => {
  const address = attributes.any('address')
  return typeof address === 'string' && !address.trimStart().startsWith('{')
    ? { address }
    : oidcAddress(attributes.jsonObject('address'))
}

const readIdentity = (identity: Fields): NonNullable<NewUser['identities']> => {
  const [connection, subject] = [identity.text('providerName'), identity.id('userId')]
  const provider = identity.text('providerType')
  identity.lose('derived', 'issuer', 'primary', 'dateCreated')
  if (connection === undefined) identity.refuse('providerName', 'string')
  if (subject === undefined) identity.refuse('userId', 'string')
  return connection === undefined || subject === undefined
    ? []
    : [linkedIdentity({ connection, provider, subject })]
}

/** Cognito gives no secret of an authenticator away, and its other factors get codes. */
const readFactors = (user: Fields, attributes: Fields): void => {
  for (const [index, setting] of user.texts('UserMFASettingList').entries())
    user.loseElement(
      setting === 'SOFTWARE_TOKEN_MFA' ? 'no_secret' : 'factor_not_supported',
      'UserMFASettingList',
      index,
    )
  user.lose('derived', 'PreferredMfaSetting')
  user.lose('factor_not_supported', 'MFAOptions')
  if (attributes.flag('cognito:mfa_enabled') === true)
    attributes.lose('factor_not_supported', 'cognito:mfa_enabled')
}

const groupsOf = (user: Fields, attributes: Fields): readonly (string | undefined)[] => {
  const groups = user.any('Groups')
  if (Array.isArray(groups) && groups.some((group) => typeof group === 'object'))
    return user.objects('Groups').map((group) => {
      group.lose('derived', 'UserPoolId', 'LastModifiedDate', 'CreationDate', 'Precedence', 'Description')
      group.lose('permission', 'RoleArn')
      return group.text('GroupName')
    })
  const claim = attributes.any('cognito:groups')
  const claimed = typeof claim === 'string' ? claim.split(',') : attributes.texts('cognito:groups')
  return [...user.texts('Groups'), ...claimed]
}

/** Amazon Cognito: the answers of ListUsers, or a file for its import. */
export const cognito: ForeignSystem = {
  id: 'cognito',
  name: 'Amazon Cognito',
  key: 'Username',
  docs: 'docs/moving/cognito.md',
  users: {
    name: 'users',
    about: 'the answers of ListUsers, or a CSV file for an import to Cognito',
    at: ['Users', ''],
    signs: [
      {
        all: ['Username', 'Attributes'],
        some: ['UserStatus', 'UserCreateDate', 'Enabled', 'Attributes.0.Name'],
      },
      { all: ['Username', 'UserAttributes'], some: ['UserStatus', 'UserCreateDate', 'Enabled'] },
      {
        all: ['cognito:username'],
        some: ['cognito:mfa_enabled', 'phone_number_verified', 'given_name', 'zoneinfo'],
      },
    ],
  },
  sides: [],
  hashes: [],
  staysBehind: ['password hashes', 'authenticators', 'second factors by text message', 'devices'],
  read,
}
