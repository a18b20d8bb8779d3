import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseLdif } from '@keepsake/app/foreign'
import type { Known, Sample } from '../moved-in.ts'

/**
 * Written by OpenLDAP 2.5.13: `slapadd -f slapd.conf -l slapadd.ldif && slapcat -f slapd.conf > slapcat.ldif`, with the
 * schemas core, cosine, inetorgperson and nis.
 */
const dumped = parseLdif(readFileSync(join(import.meta.dirname, 'slapcat.ldif'), 'utf8')).map((entry) =>
  entry._unsafeUnwrap(),
)

/** An entry in the form of Active Directory's ldifde, and one of 389 Directory Server. */
const others: readonly object[] = [
  {
    dn: 'CN=Cy Lund,CN=Users,DC=corp,DC=example,DC=com',
    objectClass: ['top', 'person', 'organizationalPerson', 'user'],
    cn: ['Cy Lund'],
    sAMAccountName: ['cy'],
    userPrincipalName: ['cy@corp.example.com'],
    objectGUID: [{ base64: 'v8ZmJ7l1NUqzWu8vJ0bK8g==' }],
    userAccountControl: ['514'],
    pwdLastSet: ['133282665300000000'],
    whenCreated: ['20230511081530.0Z'],
    lastLogonTimestamp: ['133282665310000000'],
    accountExpires: ['9223372036854775807'],
    memberOf: ['CN=Editors\\, EU,OU=Groups,DC=corp,DC=example,DC=com'],
    objectSid: [{ base64: 'AQUAAAAAAAUVAAAA' }],
  },
  {
    dn: 'uid=di,ou=people,dc=example,dc=com',
    objectclass: ['inetOrgPerson'],
    uid: ['di'],
    mail: ['di@example.com'],
    nsUniqueId: ['1692d198-80df1041-9661a9fd-460ffbe8'],
    nsAccountLock: ['FALSE'],
    pwdReset: ['TRUE'],
    userPassword: ['nine geese'],
  },
]

const records = [...dumped, ...others]

/** One file, with people and groups. */
export const ldapSample: Sample & { readonly known: readonly Known[] } = {
  source: 'ldap',
  records,
  files: { groups: records },
  known: [
    { login: 'ada', password: 'nine geese' },
    { login: 'ada@example.com', password: 'nine geese' },
    { login: 'di', password: 'nine geese', mustChange: true },
  ],
}
