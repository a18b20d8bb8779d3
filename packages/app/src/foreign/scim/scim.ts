import type { NewUser } from '@keepsake/domain'
import type { ForeignOther, ForeignSystem, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { distinct, given, sameText } from '../parts/given.ts'
import { lose } from '../record/notes.ts'
import type { Fields } from '../record/open-record.ts'
import { addressOf, primaryOf } from './scim-values.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const read: ForeignSystem['read'] = (record, { notes }): ReadUser | ForeignOther => {
  const user = userIn(record)
  if (user === undefined) return { kind: 'other', what: 'operation on something else' }
  if (isGroup(user)) return { kind: 'other', what: 'group' }
  const id = user.id('id')
  const bulkId = record.id('bulkId')
  const login = user.text('userName')
  const name = user.object('name')
  const email = primaryOf(user, 'emails')
  const password = user.text('password')
  const custom = openCustomData()
  const company = user.object(enterprise)
  if (password === undefined) lose(notes, 'hash_not_exported', [])
  const row = given<NewUser>({
    email: email ?? (login?.includes('@') === true ? login : undefined),
    phone: primaryOf(user, 'phoneNumbers'),
    username:
      login?.includes('@') === true && (email === undefined || sameText(login, email)) ? undefined : login,
    name: user.text('displayName') ?? name?.text('formatted'),
    givenName: name?.text('givenName'),
    familyName: name?.text('familyName'),
    middleName: name?.text('middleName'),
    nickname: user.text('nickName'),
    profile: user.text('profileUrl'),
    photo: primaryOf(user, 'photos', (value) => /^https?:\/\//iu.test(value)),
    locale: user.text('locale') ?? user.text('preferredLanguage'),
    zoneinfo: user.text('timezone'),
    company: company?.text('organization'),
    ...addressOf(user),
    externalId: user.id('externalId') ?? id,
    status: user.flag('active') === false ? 'Suspended' : undefined,
    // A password in SCIM is in clear.
    password: password === undefined ? undefined : `{CLEAR}${password}`,
    customData: undefined,
  })
  for (const each of ['title', 'userType']) custom.take(user, each)
  custom.takeAll(company, 'organization', 'manager')
  const manager = company?.any('manager')
  if (manager !== undefined) company?.lose('no_place', 'manager')
  for (const each of user.names())
    if (each.startsWith('urn:') && each !== enterprise) custom.takeAll(user.object(each))
  name?.lose('derived', 'formatted')
  name?.lose('no_place', 'honorificPrefix', 'honorificSuffix')
  const meta = user.object('meta')
  meta?.lose('derived', 'resourceType', 'lastModified', 'location', 'version')
  loseRest(user)
  return {
    row: given<NewUser>({ ...row, customData: custom.data() }),
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? user.id('externalId') ?? bulkId ?? login ?? '',
      userId: id,
      createdAt: meta?.time('created'),
      groups: distinct(user.objects('groups').map(groupName)),
      roles: distinct(user.objects('roles').map(roleName)),
    }),
  }
}

/** A user, or the one in an operation of a bulk request. */
const userIn = (record: Fields): Fields | undefined => {
  if (!record.has('method') || !record.has('data')) return record
  const [method, path] = [record.text('method'), record.text('path')]
  record.lose('derived', 'version', 'bulkId')
  return method?.toUpperCase() === 'POST' && /^\/?(?:v2\/)?Users\/?$/u.test(path ?? '')
    ? record.object('data')
    : undefined
}

const isGroup = (user: Fields): boolean => {
  const schemas = user.peek('schemas')
  return Array.isArray(schemas) && schemas.some((each) => typeof each === 'string' && each.endsWith(':Group'))
}

const groupName = (group: Fields): string | undefined => {
  const value = group.id('value')
  group.lose('derived', '$ref', 'type')
  return group.text('display') ?? value
}

const roleName = (role: Fields): string | undefined => {
  const display = role.text('display')
  role.lose('derived', 'primary', 'type')
  const value = role.id('value')
  return value ?? display
}

const loseRest = (user: Fields): void => {
  user.lose('derived', 'schemas', 'preferredLanguage')
  user.lose('no_place', 'ims', 'x509Certificates')
  user.lose('permission', 'entitlements')
}

/** SCIM: users of RFC 7643, alone, in a list, or in a bulk request. */
export const scim: ForeignSystem = {
  id: 'scim',
  name: 'SCIM',
  key: 'id',
  docs: 'docs/moving/scim.md',
  users: {
    name: 'users',
    about: 'a list of users, or a bulk request',
    at: ['Resources', 'Operations', ''],
    signs: [
      {
        all: ['schemas', 'userName'],
        some: ['emails', 'name', 'active', 'meta.resourceType', 'externalId', 'id'],
        also: ({ schemas }) =>
          Array.isArray(schemas) &&
          schemas.some((each) => typeof each === 'string' && each.startsWith('urn:')),
      },
      { all: ['method', 'path', 'data'], some: ['bulkId', 'data.schemas', 'data.userName'] },
    ],
  },
  sides: [],
  hashes: [],
  staysBehind: ['hashes, which SCIM does not have', 'certificates and entitlements'],
  read,
}
