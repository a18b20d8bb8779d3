import type { NewUser } from '@keepsake/domain'
import type { ForeignOther, ForeignSystem, Reading, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { distinct, given, latest, sameText } from '../parts/given.ts'
import { lose } from '../record/notes.ts'
import type { Fields } from '../record/open-record.ts'
import { kindOf, openAttributes, type Attributes } from './ldap-attributes.ts'
import { ldapFiles } from './ldap-files.ts'
import { ldapPassword } from './ldap-password.ts'
import { statusIn, timeIn } from './ldap-status.ts'

const read = (entry: Fields, reading: Reading): ReadUser | ForeignOther => {
  const attributes = openAttributes(entry)
  const kind = kindOf(attributes.all('objectclass'))
  if (kind !== 'user') return { kind: 'other', what: kind }
  const dn = entry.text('dn')
  const id = idOf(attributes) ?? dn
  entry.lose('derived', 'dn')
  const email = attributes.contact('email', 'mail')
  const logins = ['uid', 'samaccountname'].map((name) => attributes.one(name, 'second_address'))
  const username = logins.find((login) => login !== undefined)
  if (logins[0] !== undefined)
    attributes.lose(sameText(logins[0], logins[1]) ? 'derived' : 'second_address', 'samaccountname')
  const status = statusIn(attributes, reading.now)
  const password = ldapPassword(attributes)
  if (password.password === undefined && !entry.has('userpassword'))
    lose(reading.notes, 'hash_not_exported', [])
  const row = given<NewUser>({
    ...profileOf(attributes),
    ...password,
    email,
    username: sameText(username, email) ? undefined : username,
    externalId: id,
    ...status,
  })
  const principal = attributes.one('userprincipalname', 'second_address')
  if (principal !== undefined)
    entry.lose(
      [email, username].some((known) => sameText(known, principal)) ? 'derived' : 'second_address',
      'userprincipalname',
    )
  const facts = given<ReadUser['facts']>({
    sourceKey: id ?? '',
    userId: id,
    createdAt: timeIn(attributes, 'createtimestamp') ?? timeIn(attributes, 'whencreated'),
    passwordSetAt: timeIn(attributes, 'pwdchangedtime') ?? timeIn(attributes, 'pwdlastset'),
    lastSignInAt: latest(
      timeIn(attributes, 'authtimestamp'),
      timeIn(attributes, 'lastlogontimestamp'),
      timeIn(attributes, 'lastlogon'),
    ),
    groups: distinct([
      ...attributes.all('memberof').map(nameIn),
      ...[dn?.toLowerCase(), username].flatMap((key) => reading.side('groups', key)).map(groupName),
    ]),
  })
  loseRest(entry)
  const custom = openCustomData()
  attributes.takeRest(custom)
  return { row: given<NewUser>({ ...row, customData: custom.data() }), facts }
}

/** The ids that stay the same when an entry is renamed. That of Active Organization is bytes. */
const idOf = (attributes: Attributes): string | undefined => {
  const names = ['entryuuid', 'nsuniqueid', 'ipauniqueid', 'objectguid']
  const ids = names.map((name) => attributes.one(name, 'derived'))
  for (const name of names) attributes.lose('derived', name)
  return ids.find((id) => id !== undefined)
}

const nameIn = (dn: string): string =>
  /^[a-z]+=((?:\\.|[^,\\])+)/iu.exec(dn)?.[1]?.replaceAll(/\\(.)/gu, '$1') ?? dn

const groupName = (group: Fields): string | undefined => {
  const name = group.text('cn')
  if (name === undefined) group.loseWhole('no_place')
  return name
}

/** Attributes of inetOrgPerson (RFC 2798) and organizationalPerson. */
const profileOf = (attributes: Attributes): NewUser => {
  const { one } = attributes
  const phones = ['mobile', 'telephonenumber', 'homephone'].map((name) => attributes.contact('phone', name))
  const phone = phones.find((number) => number !== undefined)
  return given<NewUser>({
    name: one('displayname', 'no_place') ?? one('cn', 'no_place'),
    givenName: one('givenname', 'no_place'),
    familyName: one('sn', 'no_place'),
    phone,
    company: one('o', 'no_place') ?? one('company', 'no_place'),
    streetAddress: one('street', 'no_place') ?? one('streetaddress', 'no_place'),
    address: one('postaladdress', 'no_place')?.replaceAll('$', '\n'),
    city: one('l', 'no_place'),
    region: one('st', 'no_place'),
    postalCode: one('postalcode', 'no_place'),
    country: one('c', 'no_place') ?? one('co', 'no_place'),
    locale: one('preferredlanguage', 'no_place'),
    website: one('labeleduri', 'no_place'),
  })
}

const loseRest = (entry: Fields): void => {
  for (const name of entry.names())
    if (
      /^(?:objectclass|structuralobjectclass|creatorsname|modifiersname|modifytimestamp|entrycsn|entrydn|subschemasubentry|hassubordinates|contextcsn|usn.*|instancetype|dscorepropagationdata|distinguishedname|objectcategory|objectsid|primarygroupid|whenchanged|name|codepage|countrycode|samaccounttype|ipauniqueid|krb.*|samba.*|pwdpolicysubentry|lastlogoff|logoncount|cn|ipasshpubkey|mepmanagedentry)$/u.test(
        name,
      )
    )
      entry.lose('derived', name)
    else if (
      /^(?:pwd(?:history|failuretime|gracusetime|graceusetime)|badpwdcount|badpasswordtime|lockouttime|shadow.*|logonhours)$/u.test(
        name,
      )
    )
      entry.lose('short_lived', name)
    else if (/^(?:jpegphoto|thumbnailphoto|usercertificate.*|usersmimecertificate.*|audio)$/u.test(name))
      entry.lose('no_place', name)
}

/** LDAP: an LDIF file of OpenLDAP, 389 Organization Server, FreeIPA or Active Organization. */
export const ldap: ForeignSystem = {
  id: 'ldap',
  name: 'LDAP',
  key: 'dn',
  docs: 'docs/moving/ldap.md',
  headings: (name) => {
    const plain = name.toLowerCase().replace(/;(?:lang-[\w-]*|binary)$/u, '')
    return plain === name ? undefined : plain
  },
  ...ldapFiles,
  hashes: [
    'ldap-ssha',
    'ldap-sha',
    'ldap-smd5',
    'ldap-md5',
    'ldap-ssha256',
    'ldap-ssha512',
    'ldap-crypt',
    'pbkdf2',
    'argon2id',
    'nt-hash',
  ],
  staysBehind: ['pictures and certificates', 'hashes, if the export was made without the right to see them'],
  read,
}
