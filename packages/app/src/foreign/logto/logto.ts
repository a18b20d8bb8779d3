import type { NewUser } from '@keepsake/domain'
import type { ForeignSystem, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { given } from '../parts/given.ts'
import { linkedIdentity } from '../parts/identity.ts'
import { genderOf, photoOf } from '../parts/profile.ts'
import { lose } from '../record/notes.ts'
import type { Fields } from '../record/open-record.ts'
import { readLogtoFactors } from './logto-factors.ts'

/** The tables have `primary_email`, and the API `primaryEmail`. */
const spelled = (user: Fields, column: string): string =>
  user.has(column) ? column : column.replaceAll(/_(\w)/gu, (_match, letter: string) => letter.toUpperCase())

const read: ForeignSystem['read'] = (user, { notes }): ReadUser => {
  const at = (column: string): string => spelled(user, column)
  const id = user.id('id')
  const custom = openCustomData()
  custom.takeAll(user.jsonObject(at('custom_data')))
  const profile = readProfile(user.jsonObject('profile'))
  const phone = user.text(at('primary_phone'))
  const password = passwordOf(user)
  if (password.password === undefined && user.flag('hasPassword') === true)
    lose(notes, 'hash_not_exported', ['hasPassword'])
  const row = given<NewUser>({
    ...profile,
    ...password,
    name: user.text('name'),
    photo: photoOf(user, 'avatar'),
    email: user.text(at('primary_email')),
    // Logto takes an address only after a code from it.
    emailVerified: user.has(at('primary_email')) ? true : undefined,
    // Numbers are kept in E.164 without the plus sign.
    phone: phone === undefined || !/^[1-9]\d{5,14}$/u.test(phone) ? phone : `+${phone}`,
    phoneVerified: phone === undefined ? undefined : true,
    username: user.text('username'),
    externalId: id,
    status: user.flag(at('is_suspended')) === true ? 'Suspended' : undefined,
    identities: [...readIdentities(user), ...readSso(user)],
    customData: custom.data(),
  })
  user.lose('derived', at('tenant_id'), at('application_id'), at('updated_at'), 'hasPassword')
  user.lose('no_place', at('logto_config'))
  return {
    row,
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? '',
      userId: id,
      createdAt: user.time(at('created_at')),
      passwordSetAt: user.time(at('password_updated_at')),
      lastSignInAt: user.time(at('last_sign_in_at')),
      ...readLogtoFactors(user, at('mfa_verifications')),
    }),
  }
}

/** Logto's names of methods with ours of formats, for hashes that do not tell their own. */
const formats: Readonly<Record<string, string | undefined>> = {
  Argon2i: undefined,
  Argon2id: undefined,
  Argon2d: undefined,
  Bcrypt: 'bcrypt',
  MD5: 'md5',
  SHA1: 'sha1',
  SHA256: 'sha256',
  Legacy: 'logto-legacy',
}

const passwordOf = (user: Fields): NewUser => {
  const columns = ['password_encrypted', 'passwordEncrypted', 'passwordDigest'].filter((name) =>
    user.has(name),
  )
  const methods = ['password_encryption_method', 'passwordEncryptionMethod', 'passwordAlgorithm']
  const hash = columns[0] === undefined ? undefined : user.text(columns[0])
  const method = methods.map((name) => user.text(name)).find((name) => name !== undefined)
  if (hash === undefined) {
    user.lose('derived', ...methods)
    return {}
  }
  if (method !== undefined && !Object.hasOwn(formats, method)) {
    user.lose('hash_not_supported', ...columns, ...methods)
    return {}
  }
  return given<NewUser>({
    password: hash,
    passwordFormat: method === undefined ? undefined : formats[method],
  })
}

const readProfile = (profile: Fields | undefined): NewUser => {
  if (profile === undefined) return {}
  const address = profile.object('address')
  return given<NewUser>({
    givenName: profile.text('givenName'),
    familyName: profile.text('familyName'),
    middleName: profile.text('middleName'),
    nickname: profile.text('nickname'),
    preferredUsername: profile.text('preferredUsername'),
    profile: profile.text('profile'),
    website: profile.text('website'),
    gender: genderOf(profile, 'gender'),
    birthdate: profile.text('birthdate'),
    zoneinfo: profile.text('zoneinfo'),
    locale: profile.text('locale'),
    formatted: address?.text('formatted'),
    streetAddress: address?.text('streetAddress'),
    city: address?.text('locality'),
    region: address?.text('region'),
    postalCode: address?.text('postalCode'),
    country: address?.text('country'),
  })
}

/** An object by the names of the providers. */
const readIdentities = (user: Fields): NonNullable<NewUser['identities']> => {
  const identities = user.jsonObject('identities')
  return (identities?.names() ?? []).flatMap((connection) => {
    const identity = identities!.object(connection)
    const subject = identity?.id('userId')
    const details = identity?.object('details')
    if (identity !== undefined && subject === undefined) identity.refuse('userId', 'string')
    return subject === undefined ? [] : [linkedIdentity({ connection, subject, info: whole(details) })]
  })
}

const readSso = (user: Fields): NonNullable<NewUser['identities']> =>
  [...user.objects('ssoIdentities'), ...user.objects('sso_identities')].flatMap((sso) => {
    const [issuer, subject] = [sso.text('issuer'), sso.id('identityId')]
    const connection = sso.id('ssoConnectorId') ?? issuer
    sso.lose('derived', 'id', 'tenantId', 'userId', 'createdAt', 'updatedAt')
    if (connection === undefined) sso.refuse('ssoConnectorId', 'string')
    if (subject === undefined) sso.refuse('identityId', 'string')
    return connection === undefined || subject === undefined
      ? []
      : [linkedIdentity({ connection, provider: issuer, subject, info: whole(sso.object('detail')) })]
  })

const whole = (fields: Fields | undefined): Readonly<Record<string, unknown>> | undefined =>
  fields && Object.fromEntries(fields.names().map((name) => [name, fields.any(name)]))

/** Logto: the table `users` of its database, or the users of its API. */
export const logto: ForeignSystem = {
  id: 'logto',
  name: 'Logto',
  key: 'id',
  docs: 'docs/moving/logto.md',
  users: {
    name: 'users',
    about: 'the table users of the database, or the users of the API',
    at: [''],
    signs: [
      {
        all: ['id', 'primary_email', 'password_encrypted'],
        some: [
          'password_encryption_method',
          'mfa_verifications',
          'is_suspended',
          'logto_config',
          'custom_data',
        ],
      },
      {
        all: ['id', 'primaryEmail'],
        some: ['primaryPhone', 'customData', 'identities', 'isSuspended', 'applicationId', 'hasPassword'],
      },
    ],
  },
  sides: [],
  hashes: ['argon2i', 'argon2id', 'bcrypt', 'md5', 'sha1', 'sha256', 'logto-legacy'],
  staysBehind: ['hashes and authenticators, if the users come from the API', 'roles and organizations'],
  read,
}
