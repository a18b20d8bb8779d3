import type { NewUser } from '@keepsake/domain'
import type { ForeignSystem, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { given, sameText } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'
import { readKratosCredentials } from './kratos-credentials.ts'
import { readTraits } from './kratos-traits.ts'

const read = (identity: Fields): ReadUser => {
  const id = identity.id('id')
  const custom = openCustomData()
  const traits = readTraits(identity.object('traits'), custom)
  custom.takeAll(identity.jsonObject('metadata_public'))
  custom.takeAll(identity.jsonObject('metadata_admin'))
  const { row, logins, ...factors } = readKratosCredentials(identity)
  const addresses = readAddresses(identity)
  const email = traits.email ?? logins.find(({ login }) => login.includes('@'))?.login
  const phone = traits.phone ?? addresses.find(({ via }) => via === 'sms')?.value
  const others = logins.filter(({ login }) => !sameText(login, email) && !sameText(login, phone))
  const username = traits.username ?? others[0]?.login
  for (const other of others) if (!sameText(other.login, username)) other.lose()
  const isVerified = (address: string | undefined): boolean | undefined =>
    addresses.find(({ value }) => sameText(value, address))?.verified
  loseRest(identity)
  return {
    row: given<NewUser>({
      ...traits,
      ...row,
      email,
      emailVerified: isVerified(email),
      phone,
      phoneVerified: isVerified(phone),
      username,
      externalId: identity.id('external_id') ?? id,
      status: identity.text('state') === 'inactive' ? 'Suspended' : undefined,
      customData: custom.data(),
    }),
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? email ?? username ?? '',
      userId: id,
      createdAt: identity.time('created_at'),
      ...factors,
    }),
  }
}

type Address = {
  readonly value: string | undefined
  readonly via: string | undefined
  readonly verified: boolean | undefined
}

const readAddresses = (identity: Fields): readonly Address[] => {
  const addresses = identity.objects('verifiable_addresses').map((address) => {
    const read = {
      value: address.text('value'),
      via: address.text('via'),
      verified: address.flag('verified') ?? address.text('status') === 'completed',
    }
    address.contact(
      read.via === 'sms' || read.via === 'phone' ? 'phone' : 'email',
      'value',
      read.value,
      read.verified,
    )
    address.lose('derived', 'id', 'via', 'status', 'verified_at', 'created_at', 'updated_at')
    return read
  })
  for (const address of identity.objects('recovery_addresses')) {
    const value = address.text('value')
    const via = address.text('via')
    address.contact(via === 'sms' || via === 'phone' ? 'phone' : 'email', 'value', value)
    address.lose('derived', 'id', 'via', 'created_at', 'updated_at')
  }
  return addresses
}

const loseRest = (identity: Fields): void => {
  identity.lose('derived', 'schema_id', 'schema_url', 'state', 'state_changed_at', 'updated_at', 'nid')
  identity.lose('derived', 'available_aal')
  identity.lose('no_place', 'organization_id')
}

/** Ory Kratos: identities from its API with their credentials. */
export const kratos: ForeignSystem = {
  id: 'kratos',
  name: 'Ory Kratos',
  key: 'id',
  docs: 'docs/moving/kratos.md',
  users: {
    name: 'users',
    about: 'the identities of the API with include_credential, or of an import',
    at: ['', 'identities'],
    signs: [
      {
        all: ['traits', 'schema_id'],
        some: ['credentials', 'state', 'verifiable_addresses', 'schema_url', 'id'],
      },
      { all: ['traits', 'credentials'], some: ['verifiable_addresses', 'metadata_public', 'state'] },
    ],
  },
  sides: [],
  hashes: [
    'bcrypt',
    'argon2id',
    'kratos-scrypt',
    'kratos-pbkdf2',
    'kratos-digest',
    'kratos-hmac',
    'firescrypt',
  ],
  staysBehind: [
    'hashes and secrets, if the credentials were not asked for one by one',
    'security keys and passkeys',
    'the tokens of providers',
  ],
  read,
}
